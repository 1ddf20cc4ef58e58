import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proofOrder } from '../../../adapters/pulses/proof-order.ts';

const number = fc.oneof(fc.nat(), fc.constantFrom(0, 9, 10, 35, 36, 1295, 1296, Number.MAX_SAFE_INTEGER));
const proof = fc.record({ epoch: number, generation: number, state: fc.constantFrom('resident', 'active') });
type Ranked = Parameters<typeof proofOrder>[0];

/** As people would compare them: below zero when the first is lower. */
const compared = (one: Ranked, other: Ranked): number =>
  one.epoch - other.epoch ||
  one.generation - other.generation ||
  Number(one.state === 'active') - Number(other.state === 'active');

it('texts of proofs sort as the proofs do: epoch, then generation, then state', () =>
  fc.assert(
    fc.property(proof, proof, (one, other) => {
      const [a, b] = [Buffer.from(proofOrder(one)), Buffer.from(proofOrder(other))];
      expect(Math.sign(Buffer.compare(a, b))).toBe(Math.sign(compared(one, other)));
    }),
  ));

it('none begins like a number, which sqlite would store as one, nor begins another', () =>
  fc.assert(
    fc.property(proof, proof, (one, other) => {
      const [a, b] = [proofOrder(one), proofOrder(other)];
      expect(a).toMatch(/^[a-k][0-9a-z]/);
      expect(a === b || !b.startsWith(a)).toBe(true);
    }),
  ));
