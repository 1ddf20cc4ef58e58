import { describe, expect, it } from 'vitest';
import { type AgentFlags, agentCommand } from '../../../cli/agent/command.ts';

/** What the flags come to; the agent itself is not opened. */
async function flagsOf(...words: string[]): Promise<Partial<AgentFlags>> {
  let seen: Partial<AgentFlags> = {};
  const nothing = async (): Promise<void> => {};
  const command = agentCommand('1.2.3', async (flags) => {
    const { log: _, ...rest } = flags;
    seen = rest;
    return { agent: { boot: nothing, round: async () => 0, start: nothing, settled: () => true }, close: nothing };
  });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(['--url', 'http://127.0.0.1:1', '--dir', 'd', '--once', ...words], { from: 'user' });
  return seen;
}

describe('plumb agent', () => {
  it('has defaults', async () =>
    expect(await flagsOf()).toStrictEqual({
      url: 'http://127.0.0.1:1',
      dir: 'd',
      tokenFile: undefined,
      exec: undefined,
      probe: undefined,
      metrics: undefined,
      swap: { attempts: 3, backoffMs: 2000 },
      hookTimeoutMs: 30_000,
      allowHttp: false,
      agentVersion: '1.2.3',
    }));

  it.each([
    { words: ['--exec', 'node', 'hook.js', 'http://x'], exec: ['node', 'hook.js', 'http://x'] },
    { words: ['--exec', 'sh', '-c', 'exit 0', '--probe', 'http://127.0.0.1:2'], exec: ['sh', '-c', 'exit 0'] },
    { words: ['--exec', 'cmd', '--their-flag', '--probe=http://127.0.0.1:2'], exec: ['cmd', '--their-flag'] },
    { words: ['--exec', '--', 'cmd', '--probe', 'x'], exec: ['cmd', '--probe', 'x'] },
  ])('takes $words for a command', async ({ words, exec }) =>
    expect((await flagsOf(...words)).exec).toStrictEqual(exec),
  );

  it('goes on with its own flags after the command', async () =>
    expect((await flagsOf('--exec', 'sh', '-c', 'x', '--probe', 'http://127.0.0.1:2')).probe).toBe(
      'http://127.0.0.1:2',
    ));

  it('reads durations and counts', async () => {
    const flags = await flagsOf('--swap-attempts', '5', '--swap-backoff', 'PT1M', '--hook-timeout', 'PT5S');
    expect([flags.swap, flags.hookTimeoutMs]).toStrictEqual([{ attempts: 5, backoffMs: 60_000 }, 5000]);
  });

  it.each([['--swap-attempts', '0'], ['--swap-backoff', '2s'], ['--unknown'], ['--exec']])(
    'refuses %s %s',
    async (...words) => {
      await expect(flagsOf(...words)).rejects.toThrow();
    },
  );
});
