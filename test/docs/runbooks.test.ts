import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../lib/alarms.ts';
import { SCHEDULE } from '../../schemas/schedule.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const PAGES = [...globSync('docs/**/*.md', { cwd: ROOT }), 'README.md', 'examples/drift-consumer/README.md'];
const RUNBOOKS = PAGES.filter((page) => page.startsWith('docs/runbooks/'));

describe('every alarm', () => {
  it('is looked at', () => expect(ALARMS.length).toBeGreaterThanOrEqual(15));

  it.each(ALARMS)('$name has a page that knows it and says when it is over', ({ name, runbook }) => {
    expect(existsSync(new URL(runbook, ROOT))).toBe(true);
    const page = read(runbook);
    expect(page).toContain(`\`${name}\``);
    expect(page).toContain('**You see**');
    expect(page).toContain('**Over**');
    expect(read('docs/runbooks/README.md')).toContain(`\`${name}\``);
  });
});

it('every page is in the list of pages', () =>
  expect(
    RUNBOOKS.filter((page) => page !== 'docs/runbooks/README.md').filter(
      (page) => !read('docs/runbooks/README.md').includes(page.replace('docs/runbooks/', '](')),
    ),
  ).toStrictEqual([]));

/** Commands of `plumb` in code, by group and verb, that docs/cli.md (written from the commands) does not know. */
const COMMANDS = read('docs/cli.md');
const GROUPS = new Set([...COMMANDS.matchAll(/^## plumb ([a-z-]+)$/gm)].map(([, group]) => group));
const unknownCommands = (text: string): string[] =>
  [...text.matchAll(/(?<=[`(] ?|^ +|^|&& |npx |\$\()plumb ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/gm)].flatMap(
    ([, group = '', verb = '']) => {
      const known = GROUPS.has(group)
        ? COMMANDS.includes(`\`plumb ${group} ${verb}`)
        : new RegExp(`\`plumb ${group}\``).test(COMMANDS);
      return known ? [] : [`plumb ${group} ${verb}`.trim()];
    },
  );

it.each(PAGES.filter((page) => page !== 'docs/cli.md'))('%s names commands that are there', (page) =>
  expect(unknownCommands(read(page))).toStrictEqual([]),
);

it('sees commands that are not there, and looks at many', () => {
  expect(unknownCommands('`plumb cluster explode X` and `plumb login`, not `plumb audit verify`')).toStrictEqual([
    'plumb cluster explode',
    'plumb login',
  ]);
  expect(PAGES.flatMap((page) => read(page).match(/[`(]plumb [a-z]/g) ?? []).length).toBeGreaterThan(60);
});

/** Tasks that pages tell to invoke by hand. */
it('scheduled tasks that pages invoke are on the schedule, at the function named', () => {
  const named = PAGES.flatMap((page) => [...read(page).matchAll(/fn (\w+)\) --payload '\{"task":"([a-z-]+)"\}'/g)]);
  expect(named.length).toBeGreaterThanOrEqual(2);
  for (const [, room, task] of named)
    expect(SCHEDULE).toContainEqual(expect.objectContaining({ task, function: room }));
});

it('docs/deploy.md counts the alarms and the scheduled calls of a month', () => {
  const calls = SCHEDULE.reduce((sum, { everyMinutes }) => sum + 43_800 / everyMinutes, 0);
  expect(read('docs/deploy.md')).toContain(`${ALARMS.length} alarms`);
  expect(read('docs/deploy.md')).toContain(`${Math.round(calls / 1000)},000 calls`);
});
