import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../cli/command-spec.ts';
import { repertoire } from '../../cli/repertoire.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import { cli, NO_HANDS } from '../support/cli.ts';
import { type FakeApi, fakeApi } from '../support/fake-api.ts';
import { hostileSample } from '../support/sample-json.ts';

/** Every route answers what its schema allows, with strings that attack terminals. */
const routes = ROUTES.map((route) => ({
  ...route,
  matches: new RegExp(`^/api/v1${route.path.replace(/\{\w+\+\}/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`),
}));
let api: FakeApi;
beforeAll(async () => {
  api = await fakeApi(({ method, url }) => {
    const path = url.split('?')[0] ?? '';
    const hits = routes.filter((route) => route.method === method && route.matches.test(path));
    // A literal segment wins over a parameter.
    const route = hits.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
    if (!route) return undefined;
    return { status: route.status, body: route.response ? hostileSample(route.response) : undefined };
  });
});
afterAll(() => api.close());

const { groups, topLevel } = repertoire('1.2.3', NO_HANDS);
const loaded = await Promise.all(
  groups.map(async ({ name, load }) => (await load()).map((spec) => ({ group: [name], spec }))),
);
const operationOf = ({ operations: [id] }: CommandSpec) => ROUTES.find(({ operationId }) => operationId === id);
/** Those that write files, follow something, or recompute. */
const OF_THEIR_OWN = ['trust get', 'audit verify'];
const shown = [...loaded.flat(), ...topLevel.map((spec) => ({ group: [] as string[], spec }))]
  .map(({ group, spec }) => ({ name: [...group, spec.name].join(' '), group, spec }))
  .filter(({ name, spec }) => operationOf(spec)?.response && !OF_THEIR_OWN.includes(name));

const wordsOf = (example: string): string[] =>
  [...example.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, word]) => quoted ?? word ?? '')
    .filter((word) => word !== '--watch' && word !== '--all')
    .map((word) => (/\.json$/.test(word) ? '-' : word));

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the rule here
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('whatever a server says', () => {
  it('looks at all commands that show an answer', () => expect(shown.length).toBeGreaterThanOrEqual(60));

  it.each(shown)('`plumb $name` shows it without raw control characters', async ({ group, spec }) => {
    const words = [...group, ...wordsOf(spec.example)];
    const options = { env: { PLUMB_URL: api.url, NO_COLOR: '1' }, stdin: '{}', tty: true };
    const people = await cli(words, options);
    expect([0, 4]).toContain(people.exitCode);
    expect(people.stdout).toMatch(/\S/);
    expect(people.stdout).not.toMatch(RAW);
    expect(people.stderr).not.toMatch(RAW);
    expect(people.stdout).not.toContain('undefined');
    expect(people.stdout).not.toContain('[object');

    const script = await cli([...words, '--json'], options);
    expect(script.stdout).not.toMatch(RAW);
    const response = operationOf(spec)?.response;
    if (!spec.example.includes('--patch'))
      expect(JSON.parse(script.stdout)).toStrictEqual(response && hostileSample(response));
  });
});

describe('colour', () => {
  const list = (env: Readonly<Record<string, string>>, tty: boolean) =>
    cli(['config', 'list'], { env: { PLUMB_URL: api.url, ...env }, tty });
  it.each<{ name: string; env: Readonly<Record<string, string>>; tty: boolean; coloured: boolean }>([
    { name: 'on a terminal', env: {}, tty: true, coloured: true },
    { name: 'in a pipe', env: {}, tty: false, coloured: false },
    { name: 'with NO_COLOR', env: { NO_COLOR: '1' }, tty: true, coloured: false },
    { name: 'with an empty NO_COLOR', env: { NO_COLOR: '' }, tty: true, coloured: true },
    { name: 'on a dumb terminal', env: { TERM: 'dumb' }, tty: true, coloured: false },
  ])('$name: $coloured', async ({ env, tty, coloured }) => {
    expect((await list(env, tty)).stdout.includes('\u001b[')).toBe(coloured);
  });
});
