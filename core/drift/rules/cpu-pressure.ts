import type { DriftRule } from '../rule.ts';

const RAISED_AT = 0.9;
const CLEARED_BELOW = 0.8;

/** The processors of a node are nearly used up: from 90 %, until they fall below 80 %. */
export const cpuPressure: DriftRule = (_expected, { resources: { cpu } }, open) =>
  cpu >= (open('cpu_pressure') ? CLEARED_BELOW : RAISED_AT)
    ? [
        {
          kind: 'resource',
          rule: 'cpu_pressure',
          expected: 'below 90 %',
          observed: `${Math.round(cpu * 100)} %`,
          severity: 'low',
        },
      ]
    : [];
