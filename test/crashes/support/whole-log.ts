import { expect } from 'vitest';
import type { AuditReport } from '../../../cli/audit/verify-audit.ts';
import { plumb } from '../../support/agent-process.ts';
import { until } from '../../support/until.ts';
import type { Supervised } from './supervised.ts';

/** As a person would see it: `plumb audit verify`, once the newest checkpoint covers everything. */
export async function logIsWhole(plane: Supervised): Promise<void> {
  const token = await plane.token('Operator', 'otto');
  const verify = async (): Promise<AuditReport> =>
    JSON.parse(plumb({ url: (await plane.up()).url, token }, 'audit', 'verify', '--json').stdout);
  const report = await until(verify, ({ checkpointSize, events }) => checkpointSize === events, 60);
  expect(report).toMatchObject({ ok: true, findings: [], withheld: 0 });
}
