import { swapFailed } from '../../../../core/node/swap-retry.ts';
import { bare } from '../held-states.ts';
import { next, type Row } from './answers.ts';
import { release } from './documents.ts';

function failedTimes(attempts: number) {
  const failed = { generation: 5, digest: release.digest, reason: 'exit code 1' };
  let failure: ReturnType<typeof swapFailed> | null = null;
  for (let each = 0; each < attempts; each++)
    failure = swapFailed(failure, failed, { attempts: 3, backoffMs: 0 }, bare.nowMs);
  return failure;
}

/** What became of switching to a release. */
export const SWAPS: readonly Row[] = [
  {
    code: 'quarantined',
    when: 'the last attempt has failed',
    refused: () => next({ swap: failedTimes(3) }),
    accepted: () => next({ swap: failedTimes(2) }),
  },
];
