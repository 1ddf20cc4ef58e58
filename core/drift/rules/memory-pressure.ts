import type { DriftRule } from '../rule.ts';

const RAISED_AT = 0.9;
const CLEARED_BELOW = 0.85;

/** The memory of a node is nearly used up: from 90 %, until it falls below 85 %. */
export const memoryPressure: DriftRule = (_expected, { resources: { memory } }, open) =>
  memory >= (open('memory_pressure') ? CLEARED_BELOW : RAISED_AT)
    ? [
        {
          kind: 'resource',
          rule: 'memory_pressure',
          expected: 'below 90 %',
          observed: `${Math.round(memory * 100)} %`,
          severity: 'medium',
        },
      ]
    : [];
