import { afterEach, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { type FakeApi, fakeApi, problem, type Replies } from '../support/fake-api.ts';

let api: FakeApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** One command line against a server that answers so. */
async function against(replies: Replies, words: readonly string[], stdin = '') {
  api = await fakeApi(replies);
  const ran = await cli(words, { env: { PLUMB_URL: api.url, PLUMB_TOKEN: 'secret' }, stdin });
  return { ...ran, asked: api.asked };
}
const page: Replies = () => ({ body: { items: [] } });
const CONFIG = { name: 'a.production', kind: 'config' };

describe('a request', () => {
  it('goes to the route of its operation, says who asks, and is part of one trace', async () => {
    const { asked } = await against(page, ['config', 'list', '--limit', '7']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/api/v1/configs?limit=7' });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      traceparent: `00-${'1'.padStart(32, '0')}-${'3'.padStart(16, '0')}-01`,
    });
    expect(asked[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it('tells server and trace id when asked to', async () => {
    const { stderr } = await against(page, ['config', 'list', '--verbose']);
    expect(stderr).toBe(`server: ${api?.url}\ntrace: ${'1'.padStart(32, '0')}\n`);
  });

  it('takes no token where anyone may ask', async () => {
    const { asked } = await against(() => ({ body: { status: 'ok', controlPlane: 'x', time: 't' } }), ['health']);
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    { name: 'a slash', typed: 'a/b', url: '/api/v1/configs/a%2Fb' },
    { name: 'a question mark', typed: 'a?limit=1', url: '/api/v1/configs/a%3Flimit%3D1' },
    { name: 'a hash', typed: 'a#b', url: '/api/v1/configs/a%23b' },
    { name: 'a percent sign', typed: '%2e%2e', url: '/api/v1/configs/%252e%252e' },
    { name: 'other letters', typed: 'ü', url: '/api/v1/configs/%C3%BC' },
  ])('keeps $name inside its segment', async ({ typed, url }) => {
    const { asked } = await against(() => problem(404, 'not_found'), ['config', 'get', typed]);
    expect(asked.map((one) => one.url)).toStrictEqual([url]);
  });

  it.each(['', '.', '..'])('is not sent for a name that URLs resolve away: "%s"', async (name) => {
    const { asked, exitCode } = await against(page, ['config', 'get', name]);
    expect({ asked, exitCode }).toStrictEqual({ asked: [], exitCode: 2 });
  });

  it('keeps the slashes of a tile, and refuses to climb out of it', async () => {
    const { asked } = await against(() => ({ body: 'bytes' }), ['audit', 'tile', '0/x001/000.p/17']);
    expect(asked[0]?.url).toBe('/api/v1/audit/tile/0/x001/000.p/17');
    expect((await cli(['audit', 'tile', '0/../../configs'], { env: { PLUMB_URL: api?.url ?? '' } })).exitCode).toBe(2);
  });

  it('carries one idempotency key of its own, or the one it is given', async () => {
    const create = ['config', 'create', 'a.production', '--json'];
    const own = await against(() => ({ status: 201, body: CONFIG }), create);
    expect(own.asked[0]?.headers['idempotency-key']).toBe('2'.padStart(32, '0'));
    await api?.close();
    const given = await against(() => ({ status: 201, body: CONFIG }), [...create, '--idempotency-key', 'mine']);
    expect(given.asked[0]?.headers['idempotency-key']).toBe('mine');
  });

  it('says which revision must still be there', async () => {
    const words = ['config', 'set-access', 'a.production', '--grant', 'alice=read,write', '--if-match', '7', '--json'];
    const { asked } = await against(() => ({ body: {} }), words);
    expect(asked[0]).toMatchObject({ method: 'PUT', url: '/api/v1/configs/a.production/access' });
    expect(asked[0]?.headers['if-match']).toBe('"7"');
    expect(JSON.parse(asked[0]?.body ?? '')).toStrictEqual({
      entries: [{ subject: 'alice', rights: ['read', 'write'] }],
    });
  });

  it('sends a published file as it is written', async () => {
    const text = '{ "a": 9007199254740993, "a": 1 }';
    const words = [
      'version',
      'publish',
      'a.production',
      '1.0.0',
      '--file',
      '-',
      '--tag',
      'stable',
      '--note',
      'x y',
      '--json',
    ];
    const { asked } = await against(() => ({ status: 201, body: {} }), words, text);
    expect(asked[0]).toMatchObject({
      url: '/api/v1/configs/a.production/versions?version=1.0.0&note=x+y&tags=stable',
      body: text,
    });
    expect(asked[0]?.headers['content-type']).toBe('application/json');
  });

  it('puts a schema into its request as it is written', async () => {
    const text = '{"const": 1.0}';
    const { asked } = await against(
      () => ({ status: 201, body: {} }),
      ['schema', 'register', 'a', '1.0.0', '--json'],
      text,
    );
    expect(asked[0]?.body).toBe('{"name":"a","version":"1.0.0","schema":{"const": 1.0}}');
  });
});

describe('an answer', () => {
  it('is printed as the API gives it, control characters escaped', async () => {
    const body = '{"items":[{"name":"\u009b2J","big":1.0}],  "more":[]}';
    const { stdout, exitCode } = await against(() => ({ body }), ['config', 'list', '--json']);
    expect({ stdout, exitCode }).toStrictEqual({ stdout: `${body.replace('\u009b', '\\u009b')}\n`, exitCode: 0 });
  });

  it('of several pages becomes one, asked for as far as it goes', async () => {
    const pages: Replies = ({ url }) => {
      const cursor = new URL(url, 'http://x').searchParams.get('cursor');
      return {
        body: { items: [{ name: cursor ?? 'first' }], ...(cursor === 'c' ? {} : { next: cursor ? 'c' : 'b' }) },
      };
    };
    const { stdout, asked } = await against(pages, ['config', 'list', '--all', '--json']);
    expect(JSON.parse(stdout)).toStrictEqual({ items: [{ name: 'first' }, { name: 'b' }, { name: 'c' }] });
    expect(asked.map(({ url }) => url.replace(/^.*\?/, ''))).toStrictEqual([
      'limit=200',
      'limit=200&cursor=b',
      'limit=200&cursor=c',
    ]);
  });

  it('of a list that always goes on ends with a page without rows', async () => {
    const pages: Replies = (_, nth) => ({ body: { items: nth < 3 ? [{ revision: nth }] : [], next: `n${nth}` } });
    const { stdout, asked } = await against(pages, ['cluster', 'history', 'c', '--all', '--json']);
    expect(JSON.parse(stdout)).toStrictEqual({ items: [{ revision: 1 }, { revision: 2 }], next: 'n3' });
    expect(asked).toHaveLength(3);
  });

  it('whose cursor stands still is not asked for ever', async () => {
    const { asked } = await against(() => ({ body: { items: [], next: 'same' } }), ['config', 'list', '--all']);
    expect(asked).toHaveLength(2);
  });

  it('that has more says how to go on', async () => {
    const { stderr } = await against(() => ({ body: { items: [], next: 'abc' } }), ['config', 'list']);
    expect(stderr).toBe('more: --cursor abc, or --all\n');
  });

  it('without a body prints nothing as JSON', async () => {
    const { stdout, exitCode } = await against(() => ({ status: 204 }), ['node', 'delete', 'n', '--json']);
    expect({ stdout, exitCode }).toStrictEqual({ stdout: '', exitCode: 0 });
  });
});

describe('a refusal', () => {
  const refused = problem(422, 'schema_violation', {
    errors: [
      { pointer: '/rates/0', path: '$.rates[0]', message: 'must be number' },
      { in: 'query', pointer: '', path: '$', message: 'is odd\u001b[2J' },
    ],
    limit: 5,
  });

  it('tells title, code, places, details and trace, and ends with 1', async () => {
    const { stdout, stderr, exitCode } = await against(() => refused, ['config', 'list']);
    expect({ stdout, exitCode }).toStrictEqual({ stdout: '', exitCode: 1 });
    expect(stderr.split('\n')).toStrictEqual([
      'plumb: Title of schema_violation. (422 schema_violation)',
      '  /rates/0: must be number',
      '  query (the whole): is odd\\u001b[2J',
      '  limit: 5',
      `  trace: ${'a'.repeat(32)}`,
      '',
    ]);
  });

  it('is printed as the API gives it with --json', async () => {
    const { stdout } = await against(() => refused, ['config', 'list', '--json']);
    expect(JSON.parse(stdout)).toStrictEqual(refused.body);
  });

  it.each([
    { status: 400, exitCode: 1 },
    { status: 499, exitCode: 1 },
    { status: 500, exitCode: 3 },
    { status: 503, exitCode: 3 },
  ])('of status $status ends with $exitCode', async ({ status, exitCode }) => {
    expect((await against(() => problem(status, 'x'), ['config', 'list'])).exitCode).toBe(exitCode);
  });

  it.each([
    { name: 'an error page', reply: { status: 502, body: '<html>' }, exitCode: 3 },
    { name: 'a page that is no JSON', reply: { status: 200, body: '<html>' }, exitCode: 3 },
    { name: 'a login page', reply: { status: 401, body: '<html>' }, exitCode: 1 },
  ])('by something in between, $name, is no fault of ours', async ({ reply, exitCode }) => {
    const { stderr, ...ran } = await against(() => reply, ['config', 'list']);
    expect(ran.exitCode).toBe(exitCode);
    expect(stderr).toContain('something that is not this control plane answered');
  });

  it('by nobody at all ends with 3', async () => {
    await against(page, ['health']);
    const url = api?.url ?? '';
    await api?.close();
    const { stderr, exitCode } = await cli(['config', 'list', '--url', url]);
    expect({ stderr, exitCode }).toStrictEqual({ stderr: `plumb: no answer from ${url}: ECONNREFUSED\n`, exitCode: 3 });
  });
});
