import { clipped, type DriftRule, generationText } from '../rule.ts';

/**
 * A node tried to activate the release it is to run and kept the one before; the reason is the node's own. It
 * remembers the last that failed until another went well: what is no longer wanted of it is not held against it.
 */
export const swapFailed: DriftRule = ({ desired }, { swap }) =>
  swap === null || swap.digest !== desired?.digest
    ? []
    : [
        {
          kind: 'swap',
          rule: 'swap_failed',
          expected: generationText(swap.generation),
          observed: clipped(swap.reason, 160),
          severity: 'high',
        },
      ];
