import type { PulseProof } from '../../../schemas/pulse.ts';
import { proofOrder, readSortable } from '../../pulses/proof-order.ts';

/** Bytes of the time: until 2106. */
const TIME_BYTES = 4;

/** One text: what orders proofs, so that the store can tell the higher one, then in base64 when, and the digest's prefix. */
export function packProof(proof: PulseProof): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUInt32BE(proof.at);
  return proofOrder(proof) + Buffer.concat([time, Buffer.from(proof.digestPrefix, 'hex')]).toString('base64url');
}

export function unpackProof(packed: string): PulseProof {
  const [epoch, afterEpoch] = readSortable(packed, 0);
  const [generation, afterGeneration] = readSortable(packed, afterEpoch);
  const state = packed[afterGeneration] === '1' ? 'active' : 'resident';
  const rest = Buffer.from(packed.slice(afterGeneration + 1), 'base64url');
  return { epoch, generation, state, at: rest.readUInt32BE(), digestPrefix: rest.toString('hex', TIME_BYTES) };
}
