import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { type FakeApi, fakeApi } from '../support/fake-api.ts';
import { ROOT } from '../support/plant.ts';
import { tempFolder } from '../support/temp-folder.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await fakeApi(({ method }) =>
    method === 'POST' ? { status: 201, body: { config: 'a.production', version: '1.0.0' } } : undefined,
  );
});
afterAll(() => api.close());

interface Odd {
  readonly name: string;
  /** Makes it, and tells its path. */
  readonly make: (folder: string) => string;
  readonly says: RegExp;
}
const ODD: readonly Odd[] = [
  { name: 'nothing', make: (folder) => join(folder, 'missing'), says: /ENOENT/ },
  { name: 'a folder', make: (folder) => folder, says: /EISDIR/ },
  { name: 'a file below a file', make: (folder) => join(written(folder, 'a', 'x'), 'b'), says: /ENOTDIR/ },
  { name: 'a link to itself', make: (folder) => linked(folder, 'loop', 'loop'), says: /ELOOP/ },
  { name: 'a link to nothing', make: (folder) => linked(folder, 'dangling', 'nowhere'), says: /ENOENT/ },
  { name: 'a name that is too long', make: (folder) => join(folder, 'x'.repeat(300)), says: /ENAMETOOLONG/ },
  { name: 'a device that never ends', make: () => '/dev/zero', says: /longer than anything to send/ },
];
const written = (folder: string, name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const linked = (folder: string, name: string, target: string): string => {
  symlinkSync(target, join(folder, name));
  return join(folder, name);
};

/** One line for a person, no stack, and a code that says that the command was wrong. */
const refusedPlainly = ({ exitCode, stdout, stderr }: Awaited<ReturnType<typeof cli>>, says: RegExp): void => {
  expect([exitCode, stdout, /\n\s+at /.test(stderr)]).toStrictEqual([2, '', false]);
  expect(stderr).toMatch(says);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys these
  expect(stderr.replace(/\n$/, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
};
const run = (words: readonly string[], stdin?: string) =>
  cli(words, { env: { PLUMB_URL: api.url }, ...(stdin === undefined ? {} : { stdin }) });

describe('files that a command is given', () => {
  describe.each([
    {
      command: 'version publish',
      words: (path: string) => ['version', 'publish', 'a.production', '1.0.0', '--file', path],
    },
    {
      command: 'version publish --upload',
      words: (path: string) => [
        'version',
        'publish',
        'a.production',
        '1.0.0',
        '--upload',
        path,
        '--media-type',
        'application/wasm',
      ],
    },
    { command: 'schema register', words: (path: string) => ['schema', 'register', 'a', '1.0.0', '--file', path] },
    {
      command: 'deployment start',
      words: (path: string) => ['deployment', 'start', '--snapshot', 'first', '--strategy-file', path],
    },
  ])('of plumb $command', ({ words }) => {
    it.each(ODD)('$name: refused in a sentence, and nothing is sent', async ({ make, says }) => {
      const before = api.asked.length;
      refusedPlainly(await run(words(make(tempFolder()))), says);
      expect(api.asked.length).toBe(before);
    });
  });

  it.each([
    [
      'a name twice',
      '{"strategy":"Direct","strategy":"Canary"}',
      /this key occurs twice in one object \(line 1, column 22\)/,
    ],
    ['a number that would change', '{"strategy":"Direct","n":9007199254740993}', /would silently change its value/],
    ['100,000 levels', '['.repeat(100_000), /more than 64 levels/],
    ['other bytes', Uint8Array.of(0xff, 0xfe), /not UTF-8/],
    ['a NUL', '\u0000', /a value is expected/],
    ['nothing', '', /the text ends too early/],
    ['words that a terminal obeys', '\u001b[2J\u202e', /a value is expected/],
  ])('a strategy with %s is refused with its place', async (_name, bytes, says) => {
    const path = written(tempFolder(), 'strategy.json', bytes);
    refusedPlainly(await run(['deployment', 'start', '--snapshot', 'first', '--strategy-file', path]), says);
  });

  it('names that a terminal would obey are shown as what they are', async () =>
    refusedPlainly(
      await run(['version', 'publish', 'a.production', '1.0.0', '--file', '/no\u001b[31m/\u202e\n/file']),
      /ENOENT/,
    ));

  it('what is right is sent as it is', async () => {
    const path = written(tempFolder(), 'content.json', '{"a":1}');
    expect((await run(['version', 'publish', 'a.production', '1.0.0', '--file', path, '--json'])).exitCode).toBe(0);
    expect(api.asked.at(-1)?.body).toBe('{"a":1}');
  });

  it('standard input that never ends is given up, in bounded memory', async () => {
    const flags = ['version', 'publish', 'a.production', '1.0.0', '--file', '-', '--url', api.url];
    const plumb = spawn(process.execPath, ['--max-old-space-size=256', 'bin/plumb.ts', ...flags], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const endless = spawn('cat', ['/dev/zero'], { stdio: ['ignore', plumb.stdin, 'ignore'] });
    let said = '';
    plumb.stderr.on('data', (chunk) => (said += chunk));
    const [code] = await once(plumb, 'exit');
    endless.kill('SIGKILL');
    expect([code, said]).toStrictEqual([2, 'plumb: standard input is longer than anything to send\n']);
  });
});

describe('places that a command is to write to', () => {
  const serving = () =>
    fakeApi(({ url }) =>
      url.endsWith('/content')
        ? { body: '{"a":1}' }
        : url.endsWith('/trust/root')
          ? { body: { envelope: { payloadType: 't', payload: 'bm90IEpTT04=', signatures: [{ sig: 's' }] } } }
          : undefined,
    );
  it.each([
    { name: 'a folder', make: (folder: string) => folder, says: /EISDIR/ },
    { name: 'a file below a file', make: (folder: string) => join(written(folder, 'a', 'x'), 'b'), says: /ENOTDIR/ },
    { name: 'a folder that is not there', make: (folder: string) => join(folder, 'no/such'), says: /ENOENT/ },
    { name: 'a name that is too long', make: (folder: string) => join(folder, 'x'.repeat(300)), says: /ENAMETOOLONG/ },
  ])('$name: refused in a sentence, and nothing is written', async ({ make, says }) => {
    const folder = tempFolder();
    const other = await serving();
    const ran = await cli(['version', 'content', 'a.production', '1.0.0', '--out', make(folder)], {
      env: { PLUMB_URL: other.url },
    });
    await other.close();
    refusedPlainly(ran, says);
    expect(readdirSync(folder).filter((entry) => entry !== 'a')).toStrictEqual([]);
  });
  it('a trust root that is none leaves nothing behind', async () => {
    const folder = join(tempFolder(), 'trust');
    const other = await serving();
    const ran = await cli(['trust', 'get', '--out', folder], { env: { PLUMB_URL: other.url } });
    await other.close();
    expect([ran.exitCode, ran.stdout, /\n\s+at /.test(ran.stderr), existsSync(folder)]).toStrictEqual([
      4,
      '',
      false,
      false,
    ]);
  });
});

describe('folders of an agent', () => {
  const agent = (...flags: string[]) =>
    spawnSync(process.execPath, ['bin/plumb.ts', 'agent', '--url', 'http://127.0.0.1:9', '--once', ...flags], {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 20_000,
    });
  it.each([
    { name: 'a file', make: (folder: string) => written(folder, 'a', 'x'), says: /cannot mkdir .*EEXIST/ },
    {
      name: 'a folder below a file',
      make: (folder: string) => join(written(folder, 'a', 'x'), 'b'),
      says: /cannot mkdir .*ENOTDIR/,
    },
    {
      name: 'one with a state that is none',
      make: (folder: string) => dirname(written(folder, 'state.json', '{')),
      says: /state\.json cannot be read/,
    },
  ])('$name: refused in a sentence', ({ make, says }) => {
    const { status, stderr } = agent('--dir', make(tempFolder()));
    expect([status, /\n\s+at /.test(stderr)]).toStrictEqual([2, false]);
    expect(stderr).toMatch(says);
  });
  it('a token file that never ends is read no further than a token goes', () => {
    const folder = tempFolder();
    const { status, stdout, stderr } = agent('--dir', join(folder, 'node'), '--token-file', '/dev/zero');
    expect([status, stderr]).toStrictEqual([4, '']);
    expect(stdout).toContain('enrolment_token_unreadable');
  });
});
