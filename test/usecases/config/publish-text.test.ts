import { expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import type { RawBody } from '../../../schemas/api/route.ts';
import type { Json } from '../../../schemas/words.ts';
import { publishVersion } from '../../../usecases/config/publish-version.ts';
import type { SchemaRunner, World } from '../../../usecases/ports.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { callAs } from '../../support/call.ts';
import { config, good } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const NAME = 'payment-service.production';
const SCHEMA = '{"name":"rates","version":"1.0.0","schema":{"type":"object"}}';

const post = (world: World, source: RawBody['source'], query: object = {}) =>
  publishVersion(
    world,
    { params: { name: NAME }, query: { version: '1.0.0', ...query }, body: { mediaType: 'application/json', source } },
    callAs('Developer'),
  );

/** A config whose schema is looked at by this runner. */
async function checkedBy(validate: SchemaRunner['validate']) {
  const { world } = memoryWorld({ schemas: { compile: async () => ({ ok: true }), validate } });
  const body = { mediaType: 'application/json', source: SCHEMA };
  good(await registerSchema(world, { params: {}, query: {}, body }, callAs('Developer')));
  good(await config(world, NAME, { schema: 'rates@1.0.0' }));
  return world;
}

it.each([
  ['{"a":1,"b":[2.50,"€"]}'],
  [' { "b" : { "d" : 1e2 , "c" : -0 } , "a" : "\\u0041\\n" } '],
  ['{"\\u0062":1,"a":2}'],
  ['[1e20]'],
  ['null'],
])('%s is the same version as text and as bytes: the RFC 8785 form of its value', async (text) => {
  const form = Buffer.from(canonical(JSON.parse(text) as Json));
  for (const source of [text, new TextEncoder().encode(text)]) {
    const { world } = memoryWorld();
    good(await config(world, NAME));
    const { digest, sizeBytes } = good(await post(world, source));
    expect({ digest, sizeBytes }).toStrictEqual({ digest: sha256Hex(form), sizeBytes: form.length });
    expect(Buffer.from((await world.blobs.get(NAME, digest)) ?? []).equals(form)).toBe(true);
  }
});

it.each([
  ['{"a":1,"a":2}', 'duplicate_key'],
  ['{"a":1', 'json_invalid'],
  ['\ufeff{}', 'json_invalid'],
  ['[9007199254740993]', 'number_not_exact'],
  [`"${'x'.repeat(1024 * 1024)}"`, 'too_large'],
])('%.20s is refused as %s, as text and as bytes', async (text, code) => {
  const { world } = memoryWorld();
  good(await config(world, NAME));
  const refused = await post(world, text);
  expect(refused).toMatchObject({ ok: false, code });
  expect(refused).toStrictEqual(await post(world, new TextEncoder().encode(text)));
});

it('what cannot be read is told before anything that its query lacks', async () => {
  const { world } = memoryWorld();
  good(await config(world, NAME));
  expect(await post(world, '{', { allowLower: true })).toMatchObject({ code: 'json_invalid' });
  expect(await post(world, '{}', { allowLower: true })).toMatchObject({ code: 'justification_required' });
});

it('what is sent as text is held to the rules of its rail', async () => {
  const { world } = memoryWorld();
  good(await config(world, NAME, { rail: 'bin-table' }));
  const ranges = ['{"to":"400099","from":"400000"}', '{"from":"400050","to":"400150"}'];
  expect(await post(world, `{"ranges":[${ranges.join()}]}`)).toMatchObject({
    code: 'rail_violation',
    details: { check: 'rail', errors: [{ pointer: '/ranges/1', rule: 'bin_overlap' }] },
  });
  expect(good(await post(world, `{"ranges":[${ranges[0]}]}`))).toMatchObject({ verdicts: [{ check: 'rail' }] });
});

it('no bytes stay of what breaks its schema, nor where the check fails', async () => {
  const finding = { pointer: '', path: '$', rule: 'type', message: 'must be an object' };
  const refusing = await checkedBy(async () => ({ ok: true, findings: [finding] }));
  expect(await post(refusing, '[1]')).toMatchObject({ code: 'schema_violation' });
  expect(await refusing.blobs.get(NAME, sha256Hex('[1]'))).toBeUndefined();
  const failing = await checkedBy(() => Promise.reject(new Error('no worker')));
  await expect(post(failing, '[1]')).rejects.toThrow('no worker');
  expect(await failing.blobs.get(NAME, sha256Hex('[1]'))).toBeUndefined();
});

it('bytes are on their way while the check runs, and named only after it', async () => {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<SchemaRunner['validate']>>>();
  const world = await checkedBy(() => promise);
  const put = Promise.withResolvers<void>();
  const watched: World = {
    ...world,
    blobs: {
      ...world.blobs,
      put: (...what) => {
        put.resolve();
        return world.blobs.put(...what);
      },
    },
  };
  const published = post(watched, '{"b":1,"a":2}');
  await put.promise;
  const sha256 = sha256Hex('{"a":2,"b":1}');
  expect(await world.blobs.get(NAME, sha256)).toBeUndefined();
  resolve({ ok: true, findings: [] });
  expect(good(await published).digest).toBe(sha256);
  expect(await world.blobs.get(NAME, sha256)).toBeDefined();
});
