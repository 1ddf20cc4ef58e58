import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Strategy } from '../../schemas/strategy.ts';
import { cli } from '../support/cli.ts';
import { fakeApi } from '../support/fake-api.ts';

/** What `deployment start` with these flags sends as its strategy. */
async function sent(flags: readonly string[], stdin = '') {
  const api = await fakeApi(() => ({ status: 202, body: { id: 'd', status: 'planning' } }));
  const words = ['deployment', 'start', '--snapshot', 's', ...flags, '--json'];
  const { exitCode, stderr } = await cli(words, { env: { PLUMB_URL: api.url }, stdin });
  await api.close();
  const [asked] = api.asked;
  return { exitCode, stderr, strategy: asked && (JSON.parse(asked.body) as { strategy?: unknown }).strategy };
}

describe('strategy flags', () => {
  it.each([
    {
      flags: '--strategy canary --canary-percentage 10 --phase-interval PT5M',
      strategy: { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT5M' },
    },
    {
      flags: '--strategy blue-green --verification-period PT1M --keep-blue-duration PT1H --no-health-check',
      strategy: {
        strategy: 'BlueGreen',
        verificationPeriod: 'PT1M',
        keepBlueDuration: 'PT1H',
        healthCheckEnabled: false,
      },
    },
    {
      flags: '--strategy rolling --batch-size 5 --batch-interval PT1M --stop-on-failure --no-auto-promote',
      strategy: { strategy: 'Rolling', batchSize: 5, batchInterval: 'PT1M', stopOnFailure: true, autoPromote: false },
    },
    {
      flags: '--strategy Rolling --batch-size 5 --batch-interval PT1M',
      strategy: { strategy: 'Rolling', batchSize: 5, batchInterval: 'PT1M', stopOnFailure: false },
    },
    {
      flags: '--strategy direct --node-deadline PT2M --minimum-sample 9 --on-no-data pass',
      strategy: {
        strategy: 'Direct',
        health: { minimumSample: { requests: 9 }, onNoData: 'pass' },
        nodeDeadline: 'PT2M',
      },
    },
  ])('$flags', async ({ flags, strategy }) => {
    const made = await sent(flags.split(' '));
    expect(made).toStrictEqual({ exitCode: 0, stderr: '', strategy });
    expect(Strategy.safeParse(made.strategy).success).toBe(true);
  });

  it('none leaves the strategy to the config', async () => {
    expect(await sent([])).toStrictEqual({ exitCode: 0, stderr: '', strategy: undefined });
  });

  it.each([
    { flags: '--strategy fast', because: '--strategy must be canary, blue-green, rolling or direct: fast' },
    { flags: '--strategy toString', because: '--strategy must be canary, blue-green, rolling or direct: toString' },
    { flags: '--strategy canary --phase-interval PT5M', because: 'canary needs --canary-percentage' },
    { flags: '--strategy direct --batch-size 5', because: '--batch-size does not belong to direct' },
    { flags: '--strategy direct --stop-on-failure', because: '--stop-on-failure does not belong to direct' },
    { flags: '--batch-size 5', because: '--batch-size needs --strategy' },
    {
      flags: '--strategy rolling --batch-size 5.5 --batch-interval PT1M',
      because: '--batch-size must be a whole number: 5.5',
    },
    { flags: '--strategy-file x --strategy direct', because: '--strategy-file says all; leave out the other flags' },
    { flags: '--strategy-file -', because: '- cannot be read as JSON: the text ends too early (line 1, column 1)' },
    { flags: '--selector zone', because: '--selector must be key=value: zone' },
    { flags: '--revision two', because: '--revision must be a whole number: two' },
  ])('$flags is refused before anything is sent', async ({ flags, because }) => {
    expect(await sent(flags.split(' '))).toStrictEqual({
      exitCode: 2,
      stderr: `plumb: ${because}\n`,
      strategy: undefined,
    });
  });

  it('a document goes as it is, from a file or from stdin', async () => {
    const document = { strategy: 'Direct', health: { onNoData: 'fail' } };
    const folder = mkdtempSync(join(tmpdir(), 'plumb-cli-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'strategy.json');
    writeFileSync(path, JSON.stringify(document));
    expect((await sent(['--strategy-file', path])).strategy).toStrictEqual(document);
    expect((await sent(['--strategy-file', '-'], JSON.stringify(document))).strategy).toStrictEqual(document);
  });
});
