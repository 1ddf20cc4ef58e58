import { clipped, type DriftRule, generationText } from '../rule.ts';

/** A node tried to activate a release and kept the one before; the reason is the node's own. */
export const swapFailed: DriftRule = (_expected, { swap }) =>
  swap === null
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
