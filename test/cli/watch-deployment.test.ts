import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { fakeApi, problem, type Reply } from '../support/fake-api.ts';

const COUNTS = { expected: 2, applied: 1, failed: 0, overdue: 0, offline: 0, pending: 1 };
const state = (status: string, phase: number, more: object = {}): Reply => ({
  body: {
    cluster: 'c',
    snapshot: { name: 's', revision: 1 },
    status,
    phase,
    phases: 2,
    reasons: [],
    ...more,
  },
});

/** Follows deployment `one`, which goes through these states, one each time somebody looks. */
async function watch(states: readonly Reply[], { words = ['deployment', 'watch', 'one'], tty = false } = {}) {
  const left: Record<string, Reply[]> = { one: [...states], two: [state('running', 1), state('completed', 2)] };
  const api = await fakeApi(({ method, url }) => {
    if (method === 'POST') return { status: 202, body: { id: 'one', status: 'planning' } };
    const [, id = '', rest] = /deployments\/(\w+)(.*)$/.exec(url) ?? [];
    if (rest?.startsWith('/nodes')) return { body: { items: [], counts: COUNTS } };
    const states = left[id] ?? [];
    return states.length > 1 ? states.shift() : states[0];
  });
  let slept = 0;
  const ran = await cli(words, { env: { PLUMB_URL: api.url, NO_COLOR: '1' }, tty, onSleep: () => slept++ });
  await api.close();
  return { ...ran, slept };
}

describe('watching a deployment', () => {
  it('tells each change once, and ends with it', async () => {
    const seen = [state('running', 1), state('running', 1), state('running', 2), state('completed', 2)];
    expect(await watch(seen)).toStrictEqual({
      exitCode: 0,
      stdout: '',
      stderr: [
        's@1 on c  running  phase 1/2  1/2 proven',
        's@1 on c  running  phase 2/2  1/2 proven',
        's@1 on c  completed  phase 2/2  1/2 proven',
        '',
      ].join('\n'),
      slept: 3,
    });
  });

  it('draws one line over and over on a terminal', async () => {
    const { stderr } = await watch([state('running', 1), state('completed', 2)], { tty: true });
    const clear = '\r\u001b[2K';
    expect(stderr).toBe(
      `${clear}s@1 on c  running  phase 1/2  1/2 proven${clear}s@1 on c  completed  phase 2/2  1/2 proven\n`,
    );
  });

  it('tells why it waits', async () => {
    const held = state('held', 2, { reasons: [{ code: 'selector', detail: 'zone=north' }, { code: 'x' }] });
    const { stderr, exitCode } = await watch([held]);
    expect({ stderr, exitCode }).toStrictEqual({
      stderr: 's@1 on c  held  phase 2/2  1/2 proven  selector (zone=north), x\n',
      exitCode: 0,
    });
  });

  it('keeps on while somebody has paused it', async () => {
    expect((await watch([state('paused', 1), state('paused', 1), state('completed', 2)])).exitCode).toBe(0);
  });

  it.each(['halted', 'stopped', 'rolled_back'])('ends with 4 when it is %s', async (status) => {
    expect((await watch([state(status, 1)])).exitCode).toBe(4);
  });

  it('follows the rollback too', async () => {
    const { stderr, exitCode } = await watch([state('rolled_back', 1, { rolledBackBy: 'two' })]);
    expect(exitCode).toBe(4);
    expect(stderr.split('\n')).toStrictEqual([
      's@1 on c  rolled_back  phase 1/2  1/2 proven',
      'followed by its rollback two',
      's@1 on c  running  phase 1/2  1/2 proven',
      's@1 on c  completed  phase 2/2  1/2 proven',
      '',
    ]);
  });

  it('prints the last state as JSON', async () => {
    const end = state('completed', 2);
    const { stdout } = await watch([state('running', 1), end], { words: ['deployment', 'watch', 'one', '--json'] });
    expect(JSON.parse(stdout)).toStrictEqual(end.body);
  });

  it('follows what it has just started', async () => {
    const words = ['deployment', 'start', '--snapshot', 's', '--watch'];
    const { stderr, exitCode } = await watch([state('halted', 1)], { words });
    expect({ stderr, exitCode }).toStrictEqual({ stderr: 's@1 on c  halted  phase 1/2  1/2 proven\n', exitCode: 4 });
  });

  it('waits for a server that restarts meanwhile', async () => {
    const { stderr, exitCode } = await watch([state('running', 1), problem(503, 'x'), state('completed', 2)]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('no answer from the server; it is asked again\n');
  });

  it('waits a minute, not for ever', async () => {
    const { exitCode, slept } = await watch([state('running', 1), problem(503, 'x')]);
    expect({ exitCode, slept }).toStrictEqual({ exitCode: 3, slept: 120 });
  });

  it('does not wait for a server that never answered, nor after a refusal', async () => {
    expect(await watch([problem(503, 'x')])).toMatchObject({ exitCode: 3, slept: 0 });
    expect(await watch([state('running', 1), problem(403, 'x')])).toMatchObject({ exitCode: 1, slept: 1 });
  });
});
