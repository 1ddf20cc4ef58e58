import type { PulseProof } from '../../schemas/pulse.ts';

type Ordered = Pick<PulseProof, 'epoch' | 'generation' | 'state'>;

const BASE = 36;
const BEFORE_A = 96;

/** Text by which a store knows the higher of two proofs, compared byte by byte: epoch, then generation, then state. */
export const proofOrder = ({ epoch, generation, state }: Ordered): string =>
  `${sortable(epoch)}${sortable(generation)}${state === 'active' ? 1 : 0}`;

/** What such a text says, and what follows it. */
export function readProofOrder(text: string): readonly [Ordered, rest: string] {
  const [epoch, afterEpoch] = readSortable(text, 0);
  const [generation, after] = readSortable(text, afterEpoch);
  return [{ epoch, generation, state: text[after] === '1' ? 'active' : 'resident' }, text.slice(after + 1)];
}

/** A whole number as text that sorts as the number does: a letter for how many digits there are, then they. */
function sortable(value: number): string {
  const digits = value.toString(BASE);
  return `${String.fromCharCode(BEFORE_A + digits.length)}${digits}`;
}

/** @returns the number that begins there, and where the text goes on */
function readSortable(text: string, at: number): readonly [value: number, after: number] {
  const after = at + 1 + text.charCodeAt(at) - BEFORE_A;
  return [Number.parseInt(text.slice(at + 1, after), BASE), after];
}
