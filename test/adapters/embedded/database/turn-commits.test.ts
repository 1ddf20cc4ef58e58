import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { turnCommits } from '../../../../adapters/embedded/database/turn-commits.ts';

/** A store that writes down every statement of a commit; `commitFails` makes COMMIT throw once. */
function watched() {
  const sql = new DatabaseSync(':memory:');
  sql.exec('CREATE TABLE numbers (n INTEGER)');
  const log: string[] = [];
  let commitFails = false;
  const prepare = (text: string) => {
    const statement = sql.prepare(text);
    const run = () => {
      log.push(text);
      if (text === 'COMMIT' && commitFails) {
        commitFails = false;
        throw new Error('disk full');
      }
      return statement.run();
    };
    return { run };
  };
  const wrapped = new Proxy(sql, {
    get: (target, name) => (name === 'prepare' ? prepare : name === 'isTransaction' ? target.isTransaction : undefined),
  });
  const insert = sql.prepare('INSERT INTO numbers VALUES (?)');
  return {
    commits: turnCommits(wrapped),
    log,
    insert: (n: number) => void insert.run(n),
    numbers: () =>
      sql
        .prepare('SELECT n FROM numbers ORDER BY n')
        .all()
        .map(({ n }) => n),
    failCommit: () => {
      commitFails = true;
    },
  };
}
const only = (log: readonly string[], text: string): number => log.filter((each) => each === text).length;

describe('writes of one turn share a commit', () => {
  it.each([
    { writes: 1, commits: 1 },
    { writes: 32, commits: 1 },
    { writes: 33, commits: 2 },
    { writes: 65, commits: 3 },
  ])('$writes writes are $commits commits', async ({ writes, commits: expected }) => {
    const { commits, log, insert, numbers } = watched();
    const all = Array.from({ length: writes }, (_, n) => n);
    await Promise.all(all.map((n) => commits.write(() => insert(n))));
    expect(only(log, 'COMMIT')).toBe(expected);
    expect(numbers()).toStrictEqual(all);
  });

  it('no answer precedes the commit it was part of', async () => {
    const { commits, log, insert } = watched();
    const answers = [1, 2, 3].map((n) =>
      commits
        .write(() => {
          log.push(`work ${n}`);
          insert(n);
        })
        .then(() => log.push(`answer ${n}`)),
    );
    await Promise.all(answers);
    const commit = log.indexOf('COMMIT');
    for (const n of [1, 2, 3]) {
      expect(log.indexOf(`work ${n}`)).toBeLessThan(commit);
      expect(log.indexOf(`answer ${n}`)).toBeGreaterThan(commit);
    }
  });

  it('leaves a turn of the event loop between two commits', async () => {
    const { commits, log } = watched();
    const all = Promise.all(Array.from({ length: 33 }, () => commits.write(() => undefined)));
    await nextTurn();
    expect(only(log, 'COMMIT')).toBe(1);
    await all;
    expect(only(log, 'COMMIT')).toBe(2);
  });
});

describe('each write is atomic within its commit', () => {
  it('one that throws stores nothing, and the others are not touched', async () => {
    const { commits, log, insert, numbers } = watched();
    const failing = commits.write(() => {
      insert(2);
      throw new Error('second thoughts');
    });
    const [first, second, third] = await Promise.allSettled([
      commits.write(() => insert(1)),
      failing,
      commits.write(() => insert(3)),
    ]);
    expect([first?.status, second?.status, third?.status]).toStrictEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(numbers()).toStrictEqual([1, 3]);
    expect(only(log, 'COMMIT')).toBe(1);
  });

  it('a commit that fails fails all its writes, and the store goes on', async () => {
    const { commits, insert, numbers, failCommit } = watched();
    failCommit();
    const lost = await Promise.allSettled([1, 2].map((n) => commits.write(() => insert(n))));
    expect(lost.map(({ status }) => status)).toStrictEqual(['rejected', 'rejected']);
    expect(numbers()).toStrictEqual([]);
    await commits.write(() => insert(3));
    expect(numbers()).toStrictEqual([3]);
  });
});

it('close commits what waits and refuses what comes later', async () => {
  const { commits, insert, numbers } = watched();
  const waiting = Array.from({ length: 20 }, (_, n) => commits.write(() => insert(n)));
  commits.close();
  expect(numbers().length).toBe(20);
  await Promise.all(waiting);
  await expect(commits.write(() => insert(99))).rejects.toThrow('the store is closed');
});
