import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plumb, startAgentProcess } from '../../support/agent-process.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const PUBLISHED = { timeoutMs: 250, retries: 2 };

/**
 * The whole way, with agents that are processes of their own.
 * @param title of the test, which says what happens in the middle of the canary
 * @param interrupt does it
 */
export function spine(journey: Journey, title: string, interrupt: () => Promise<void>): void {
  it(title, async () => {
    const root = tempFolder();
    const config = journey.named('payment-service.production');
    const { url } = journey.plane();

    // publish → snapshot → approve → deploy directly → receipt
    const request = { cluster: config, uses: 3 };
    const { token } = await journey.otto<{ token: string }>('POST', '/enrolment-tokens', request);
    const agents = [1, 2, 3].map((n) => startAgentProcess(url, join(root, `node-${n}`), token));
    const said = () => agents.map((agent) => agent.current(config));
    await until(
      () => journey.cohesion(config),
      ({ nodes }) => nodes === 3,
    );
    const first = await journey.deploy((await journey.bundle(config, '1.0.0', PUBLISHED)).name, DIRECT);
    expect(await journey.reaches(first, over)).toMatchObject({ status: 'completed' });
    expect(said()).toStrictEqual(Array(3).fill('{"retries":2,"timeoutMs":250}'));

    const canary = { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT2S' } as const;
    const next = await journey.bundle(config, '1.1.0', { ...PUBLISHED, retries: 3 });
    const id = await journey.deploy(next.name, canary);
    await journey.reaches(id, ({ phase }) => phase === 1);
    await interrupt();
    // Nodes need nobody to go on with what they have.
    expect(said().map((text) => text?.includes('retries'))).toStrictEqual([true, true, true]);
    // 10 and 30 % of three nodes are the same one node: one phase less.
    expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed', phase: 3, generation: 2 });
    expect(said()).toStrictEqual(Array(3).fill('{"retries":3,"timeoutMs":250}'));

    // Every step is in one history that still verifies, with a trust root from outside.
    const connection = { url, token: await journey.plane().token('Operator', 'otto') };
    expect(plumb(connection, 'trust', 'get', '--out', join(root, 'trust')).status).toBe(0);
    const audit = await until(
      () => plumb(connection, 'audit', 'verify', '--trust', join(root, 'trust'), '--json'),
      ({ status, stdout }) => status === 0 && JSON.parse(stdout).checkpointSize > 0,
    );
    const report = JSON.parse(audit.stdout) as { ok: boolean; receipts: number; findings: unknown[] };
    expect(report).toMatchObject({ ok: true, findings: [] });
    expect(report.receipts).toBeGreaterThanOrEqual(6);
  });
}
