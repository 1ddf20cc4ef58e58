import type { Reason } from '../../schemas/deployment.ts';
import type { Rejected } from '../decision.ts';

const DETAIL_CHARACTERS = 512;

/** A refusal as a reason that a deployment carries: its code, and its details as far as there is room. */
export const reasonOf = ({ code, details }: Rejected): Reason => ({
  code,
  detail: JSON.stringify(details).slice(0, DETAIL_CHARACTERS),
});
