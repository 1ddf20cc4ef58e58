import { afterAll, describe, expect, it } from 'vitest';
import { workerSchemaRunner } from '../../../adapters/validation/schema-runner.ts';
import { SCHEMA_LIMIT_BYTES } from '../../../schemas/schema.ts';
import { getSchema, listSchemas } from '../../../usecases/schema/get-schema.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { validateDocument } from '../../../usecases/schema/validate-document.ts';
import { callAs } from '../../support/call.ts';
import { code, config, good, publish, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const schemas = workerSchemaRunner();
afterAll(() => schemas.close());
const body = (text: string, mediaType = 'application/json') => ({ mediaType, source: text });
const open = () => memoryWorld({ schemas }).world;
const register = (world: ReturnType<typeof open>, schema: unknown, version = '1.0.0') =>
  registerSchema(
    world,
    { params: {}, query: {}, body: body(JSON.stringify({ name: 'rates', version, schema })) },
    callAs('Developer'),
  );

describe('registering a schema', () => {
  it('keeps it for ever under its id', async () => {
    const world = open();
    const schema = { type: 'object', required: ['percent'] };
    const registered = good(await register(world, schema));
    expect(registered).toMatchObject({ id: 'rates@1.0.0', draft: '2020-12', createdBy: 'ada', revision: 1 });
    expect(good(await register(world, { required: ['percent'], type: 'object' }))).toStrictEqual(registered);
    expect(code(await register(world, { type: 'array' }))).toBe('already_exists');
    expect(good(await register(world, { type: 'array' }, '1.1.0')).id).toBe('rates@1.1.0');
    expect(
      good(await getSchema(world, { params: { id: 'rates@1.0.0' }, query: {}, body: undefined })).schema,
    ).toStrictEqual(schema);
    const page = good(
      await listSchemas(world, { params: {}, query: { limit: 10 }, body: undefined }, callAs('Viewer')),
    );
    expect(page.items.map(({ id }) => id)).toStrictEqual(['rates@1.0.0', 'rates@1.1.0']);
  });

  it.each([
    {
      name: 'what is no schema',
      text: '{"name":"a","version":"1.0.0","schema":{"type":"objekt"}}',
      answer: 'schema_invalid',
    },
    {
      name: 'an unread draft',
      text: '{"name":"a","version":"1.0.0","schema":{"$schema":"http://json-schema.org/draft-04/schema#"}}',
      answer: 'schema_invalid',
    },
    {
      name: 'a doubled key',
      text: '{"name":"a","version":"1.0.0","schema":{"type":"object","type":"array"}}',
      answer: 'duplicate_key',
    },
    {
      name: 'a number that would change',
      text: '{"name":"a","version":"1.0.0","schema":{"maximum":9007199254740993}}',
      answer: 'number_not_exact',
    },
    { name: 'no version', text: '{"name":"a","schema":{}}', answer: 'invalid_request' },
    { name: 'a prerelease', text: '{"name":"a","version":"1.0.0-rc.1","schema":{}}', answer: 'invalid_request' },
    { name: 'a list', text: '{"name":"a","version":"1.0.0","schema":[]}', answer: 'invalid_request' },
    { name: 'a boolean schema', text: '{"name":"a","version":"1.0.0","schema":true}', answer: 'done' },
  ])('$name: $answer', async ({ text, answer }) =>
    expect(code(await registerSchema(open(), { params: {}, query: {}, body: body(text) }, callAs('Developer')))).toBe(
      answer,
    ),
  );

  it('says where a schema cannot be used', async () =>
    expect(await register(open(), { properties: { a: { pattern: '(?=x)' } } })).toMatchObject({
      code: 'schema_invalid',
      details: {
        errors: [{ pointer: '/properties/a/pattern', path: "$['properties']['a']['pattern']", rule: 'pattern' }],
      },
    }));

  it.each([
    { over: 0, answer: 'done' },
    { over: 1, answer: 'too_large' },
  ])('takes 256 KiB: $over over is $answer', async ({ over, answer }) => {
    const description = 'x'.repeat(SCHEMA_LIMIT_BYTES - '{"description":""}'.length + over);
    expect(code(await register(open(), { description }))).toBe(answer);
  });
});

describe('using a schema', () => {
  it('tries a document, JSON or YAML, and stores nothing', async () => {
    const world = open();
    good(await register(world, { type: 'object', properties: { percent: { type: 'number', maximum: 100 } } }));
    const attempt = (text: string, type?: string) =>
      validateDocument(world, { params: { id: 'rates@1.0.0' }, query: {}, body: body(text, type) });
    expect(good(await attempt('{"percent":100}'))).toStrictEqual({ valid: true, findings: [] });
    expect(good(await attempt('percent: 101', 'application/yaml'))).toMatchObject({
      valid: false,
      findings: [{ pointer: '/percent', path: "$['percent']", rule: 'maximum' }],
    });
    expect(code(await attempt('{"percent":1,"percent":2}'))).toBe('duplicate_key');
    expect(code(await validateDocument(world, { params: { id: 'none@1.0.0' }, query: {}, body: body('1') }))).toBe(
      'schema_unknown',
    );
  });

  it('ends one that is too costly with a refusal, and publishes nothing', async () => {
    const world = open();
    good(await register(world, { uniqueItems: true }));
    good(await config(world, 'a.staging', { schema: 'rates@1.0.0' }));
    const content = Array.from({ length: 40_000 }, (_, id) => ({ id }));
    expect(code(await version(world, 'a.staging', '1.0.0', content))).toBe('schema_too_costly');
    expect(code(await version(world, 'a.staging', '1.0.0', content.slice(0, 10)))).toBe('done');
  });

  it('needs one that is registered', async () =>
    expect(code(await config(open(), 'a.staging', { schema: 'rates@1.0.0' }))).toBe('schema_unknown'));

  it('refuses opaque content where a schema is to be kept', async () => {
    const world = open();
    good(await register(world, true));
    good(await config(world, 'a.staging', { schema: 'rates@1.0.0' }));
    good(await config(world, 'b.staging'));
    const { sha256, sizeBytes } = await world.blobs.put('a.staging', new Uint8Array([1, 2, 3]));
    const request = { version: '1.0.0', upload: { sha256, sizeBytes }, mediaType: 'application/octet-stream' };
    expect(code(await publish(world, 'a.staging', request))).toBe('schema_violation');
  });
});
