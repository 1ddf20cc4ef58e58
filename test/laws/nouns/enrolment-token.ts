import fc from 'fast-check';
import { decideEnrolmentToken, type EnrolmentTokenCommand } from '../../../core/enrolment-token/decide.ts';
import type { EnrolmentTokenEvent } from '../../../core/enrolment-token/events.ts';
import { ENROLMENT_TOKEN, type EnrolmentTokenState } from '../../../core/enrolment-token/evolve.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { digest, labels, mostly } from './words.ts';

type Said = Intention<EnrolmentTokenState, EnrolmentTokenEvent>;
const of = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, at: string) => EnrolmentTokenCommand) =>
  arbitrary.map(
    (said): Said =>
      (_, at) => {
        const bound = command(said, at);
        return (state) => decideEnrolmentToken(bound, state);
      },
  );

const commands: Readonly<Record<EnrolmentTokenCommand['type'], fc.Arbitrary<Said>>> = {
  CreateEnrolmentToken: of(
    fc.record({
      uses: fc.integer({ min: 1, max: 4 }),
      labels,
      secretSha256: digest,
      days: fc.integer({ min: 1, max: 9 }),
    }),
    ({ days, ...said }, at) => ({
      type: 'CreateEnrolmentToken',
      at,
      by: 'ada',
      cluster: 'till.production',
      lifetimeSeconds: days * 86_400,
      node: null,
      ...said,
    }),
  ),
  UseEnrolmentToken: of(fc.record({ mostly, thumbprint: digest }), (said, at) => ({
    type: 'UseEnrolmentToken',
    at,
    cluster: said.mostly ? 'till.production' : 'other.production',
    node: 'node-1',
    thumbprint: said.thumbprint,
  })),
  WithdrawEnrolmentToken: of(fc.constant(null), (_, at) => ({ type: 'WithdrawEnrolmentToken', at })),
};

export const enrolmentToken = anyNoun<EnrolmentTokenState, EnrolmentTokenEvent>({
  kind: ENROLMENT_TOKEN,
  commands,
  // The key that comes with it is claimed in the same append, and the same key costs no second use.
  onceByOthers: ['UseEnrolmentToken'],
  // Uses that are spent; a token is made once.
  growing: ({ uses, usesLeft }) => ({ used: uses - usesLeft }),
});
