import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { memoryApi } from './api.ts';

const NAME = 'pay.staging';
const CONTENT = { a: 1 };
const BUILD = createHash('sha256').update(JSON.stringify(CONTENT)).digest('hex').slice(0, 4);
/** A version of so many characters that does not end like a build. */
const long = (characters: number): string => `1.0.0-${'x'.repeat(characters - 6)}`;

/** What publishing under this name answers, with the name in the body or in the query. */
async function published(version: string, where: 'body' | 'query') {
  const api = await memoryApi();
  try {
    const ask = api.as('Admin');
    expect((await ask('POST', '/api/v1/configs', { body: { name: NAME } })).status).toBe(201);
    const path = `/api/v1/configs/${NAME}/versions`;
    const { status, body } =
      where === 'body'
        ? await ask('POST', path, { body: { version, content: CONTENT } })
        : await ask('POST', `${path}?version=${version}`, { body: CONTENT });
    const listed = (await ask('GET', path)).body as { items: { version: string }[] };
    return { status, body, listed: listed.items.map((item) => item.version) };
  } finally {
    api.close();
  }
}

it.each([
  { typed: '1.0.0', version: '1.0.0' },
  { typed: '1.0.0-0', version: '1.0.0-0' },
  { typed: '1.0.0-rc.1', version: '1.0.0-rc.1' },
  { typed: `1.0.0-${BUILD}`, version: '1.0.0' },
  { typed: long(64), version: long(64) },
  { typed: `${long(64)}-${BUILD}`, version: long(64) },
])('$typed is taken as $version', async ({ typed, version }) => {
  for (const where of ['body', 'query'] as const) {
    const { status, body, listed } = await published(typed, where);
    expect({ status, version: (body as { version: string }).version, listed }).toStrictEqual({
      status: 201,
      version,
      listed: [version],
    });
  }
});

it.each([
  { typed: long(65) },
  { typed: `${long(65)}-${BUILD}` },
  { typed: '1.0.0-01' },
  { typed: '1.0.0-rc.01' },
  { typed: `1.0.0-01-${BUILD}` },
  { typed: '1.0' },
  { typed: 'v1.0.0' },
])('$typed is no name of a version, and nothing is stored', async ({ typed }) => {
  for (const where of ['body', 'query'] as const) {
    const { status, body, listed } = await published(typed, where);
    const { code, errors } = body as { code: string; errors: { in: string; pointer: string }[] };
    expect({ status, code, at: errors.map((error) => `${error.in} ${error.pointer}`), listed }).toStrictEqual({
      status: 400,
      code: 'invalid_request',
      at: [`${where} /version`],
      listed: [],
    });
  }
});
