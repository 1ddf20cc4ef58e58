import type { PulseProof } from '../../../schemas/pulse.ts';
import { proofOrder, readProofOrder } from '../../pulses/proof-order.ts';

/** Bytes of the time: until 2106. */
const TIME_BYTES = 4;

/** One text: what orders proofs, so that the store can tell the higher one, then in base64 when, and the digest's prefix. */
export function packProof(proof: PulseProof): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUInt32BE(proof.at);
  return proofOrder(proof) + Buffer.concat([time, Buffer.from(proof.digestPrefix, 'hex')]).toString('base64url');
}

export function unpackProof(packed: string): PulseProof {
  const [order, rest] = readProofOrder(packed);
  const bytes = Buffer.from(rest, 'base64url');
  return { ...order, at: bytes.readUInt32BE(), digestPrefix: bytes.toString('hex', TIME_BYTES) };
}
