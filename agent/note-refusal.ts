import type { RefusalCode } from '../core/node/refusals.ts';
import type { AgentState } from '../schemas/agent-state.ts';
import type { NodeRefusal } from '../schemas/node-messages.ts';

const TOLD = 64;
const WAITING = 16;

/**
 * Puts a refusal among those to tell the control plane, once for each code and document.
 * @returns the part of the state that changes, undefined when it was noted before
 */
export function noteRefusal(
  { refusals, told }: Pick<AgentState, 'refusals' | 'told'>,
  refusal: NodeRefusal & { readonly code: RefusalCode },
): Pick<AgentState, 'refusals' | 'told'> | undefined {
  const mark = `${refusal.code} ${refusal.digest ?? ''}`;
  if (told.includes(mark)) return undefined;
  return { refusals: [...refusals, refusal].slice(-WAITING), told: [...told, mark].slice(-TOLD) };
}
