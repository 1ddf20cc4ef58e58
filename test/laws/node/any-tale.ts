import fc from 'fast-check';
import { later } from '../../support/fleet-documents.ts';
import { type DirectiveTale, EPOCH, type Hand, PLAIN, type ReleaseTale, releaseOf, type Subjects } from './tales.ts';

/** `right` as a rule, one of the others sometimes: most documents break one rule or none. */
export const usually = <T>(right: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(right) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

export const hand = fc.record<Hand>({
  signer: usually('release', 'limited', 'root', 'stranger'),
  spaced: usually(false, true),
});
const belongs = {
  controlPlane: usually<'ours' | 'other'>('ours', 'other'),
  cluster: usually<'ours' | 'other'>('ours', 'other'),
  epoch: usually(EPOCH, EPOCH - 1, EPOCH + 1),
};
export const subjects = usually<Subjects>('all', 'one less', 'one more');
export const content = usually<'a' | 'b'>('a', 'b');
export const generation = fc.integer({ min: 1, max: 3 });

/** Seconds from T0: both sides of every limit there is here. */
export const now = fc.constantFrom(-1, 0, 59.999, 60, 60.001, 3600);
export const msOf = (seconds: number): number => Date.parse(later(0)) + seconds * 1000;

export const directiveTale = fc.record<DirectiveTale>({
  ...belongs,
  sequence: fc.integer({ min: 1, max: 4 }),
  content,
  subjects,
  type: usually<'directive' | 'labels'>('directive', 'labels'),
  expires: usually(7200, 60),
});
export const releaseTale = fc.record<ReleaseTale>({
  ...belongs,
  generation,
  content,
  previous: fc.constantFrom('a', 'b', null),
  from: usually<number | null>(null, 60),
  to: usually<number | null>(null, 60),
});

/** A release that the node has beside the one in question: the very one, or a plain one somewhere in the order. */
export interface Beside {
  readonly epoch: number;
  readonly generation: number;
  readonly content: 'a' | 'b';
  readonly itself: boolean;
}
export const beside = fc.record<Beside>({ epoch: belongs.epoch, generation, content, itself: fc.boolean() });
export const placeOf = (tale: ReleaseTale, { epoch, generation, content, itself }: Beside) => ({
  epoch,
  generation,
  digest: releaseOf(itself ? tale : { ...tale, epoch, generation, content, ...PLAIN }).digest,
});
