import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { workerSchemaRunner } from '../../../adapters/validation/schema-runner.ts';
import { PublishQuery, SetTagsRequest } from '../../../schemas/version.ts';
import { reviewVersion, revokeVersion, setTags } from '../../../usecases/config/change-version.ts';
import { diffVersions } from '../../../usecases/config/diff-versions.ts';
import { getContent, getVersion, listVersions } from '../../../usecases/config/get-version.ts';
import { openUpload } from '../../../usecases/config/open-upload.ts';
import { publishVersion } from '../../../usecases/config/publish-version.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { callAs } from '../../support/call.ts';
import { config, good, publish, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const NAME = 'payment-service.production';
const bytes = (text: string) => new TextEncoder().encode(text);
const code = (outcome: { ok: true } | { ok: false; code: string }) => (outcome.ok ? 'done' : outcome.code);

async function withConfig(more: object = {}, overrides = {}) {
  const memory = memoryWorld(overrides);
  good(await config(memory.world, NAME, more));
  return memory;
}

const file = (world: Awaited<ReturnType<typeof withConfig>>['world'], mediaType: string, text: string, query: object) =>
  publishVersion(
    world,
    { params: { name: NAME }, query: PublishQuery.parse(query), body: { mediaType, source: bytes(text) } },
    callAs('Developer'),
  );

describe('publishing JSON', () => {
  it('stores the RFC 8785 form and names it by its digest', async () => {
    const { world } = await withConfig();
    const published = good(
      await publish(world, NAME, {
        version: '1.0.0',
        content: { b: 1.5e2, a: '\u20ac' },
        tags: ['beta'],
        note: 'first',
      }),
    );
    const stored = '{"a":"€","b":150}';
    expect(published).toMatchObject({
      digest: createHash('sha256').update(stored).digest('hex'),
      sizeBytes: 19,
      mediaType: 'application/json',
      validation: 'validated',
      signature: 'unsigned',
      tags: ['beta'],
      author: 'ada',
      note: 'first',
      revision: 2,
    });
    expect(published.display).toBe(`1.0.0-${published.digest.slice(0, 4)}`);
    const content = good(
      await getContent(world, { params: { name: NAME, version: published.display }, query: {}, body: undefined }),
    );
    expect(content).toStrictEqual({ mediaType: 'application/json', bytes: bytes(stored), immutable: true });
  });

  it('gives the same digest to YAML, to a file as it is, and to a request document', async () => {
    const { world } = await withConfig();
    const digests = [
      await publish(world, NAME, { version: '1.0.0', content: { a: [1, 'x'] } }),
      await file(world, 'application/json', '{ "a": [1, "x"] }', { version: '1.0.1' }),
      await file(world, 'application/yaml', 'a: [1, x]', { version: '1.0.2', tags: 'stable,beta' }),
      await file(world, 'application/yaml', 'version: 1.0.3\ncontent:\n  a: [1, x]\n', {}),
    ].map((outcome) => good(outcome).digest);
    expect(new Set(digests).size).toBe(1);
  });

  it('tells where a file breaks, in lines of that file', async () => {
    const { world } = await withConfig();
    expect(
      await file(world, 'application/json', '{"bin": [\n  9007199254740993]}', { version: '1.0.0' }),
    ).toMatchObject({
      code: 'number_not_exact',
      details: { errors: [{ pointer: '/bin/0', path: "$['bin'][0]", line: 2, column: 3 }] },
    });
    expect(
      code(await getVersion(world, { params: { name: NAME, version: '1.0.0' }, query: {}, body: undefined })),
    ).toBe('version_unknown');
  });

  it.each([
    { bytesOver: 0, answer: 'done' },
    { bytesOver: 1, answer: 'too_large' },
  ])('takes 1 MiB of it: $bytesOver over is $answer', async ({ bytesOver, answer }) => {
    const { world } = await withConfig();
    expect(code(await version(world, NAME, '1.0.0', 'x'.repeat(1024 * 1024 - 2 + bytesOver)))).toBe(answer);
  });

  it.each([
    { request: { content: 1 }, answer: 'invalid_request' },
    { request: { version: '1.0.0' }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, from: 'a.staging@1.0.0' }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, mediaType: 'text/plain' }, answer: 'invalid_request' },
    { request: { version: '1.0', content: 1 }, answer: 'invalid_request' },
    { request: { version: '01.0.0', content: 1 }, answer: 'invalid_request' },
    { request: { version: '1.0.0+build', content: 1 }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, tags: ['beta', 'beta'] }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, tags: ['gold'] }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, extra: 1 }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: 1, allowLower: true }, answer: 'invalid_request' },
    { request: { version: '1.0.0-8f2a', content: 1 }, answer: 'invalid_request' },
    { request: { version: '1.0.0', content: null }, answer: 'done' },
  ])('$request: $answer', async ({ request, answer }) => {
    const { world } = await withConfig();
    expect(code(await publish(world, NAME, request))).toBe(answer);
  });

  it('takes the build off when it is the one of the content', async () => {
    const { world } = await withConfig();
    const { display, digest } = good(await version(world, NAME, '1.0.0', { a: 1 }));
    const again = display.replace('1.0.0', '1.0.1');
    expect(good(await version(world, NAME, again, { a: 1 }))).toMatchObject({ version: '1.0.1', digest });
    expect(code(await version(world, NAME, again.replace('1.0.1', '1.0.2'), { a: 2 }))).toBe('invalid_request');
  });
});

describe('version names', () => {
  it('are immutable, and greater than all on their line unless somebody says why', async () => {
    const { world } = await withConfig();
    good(await version(world, NAME, '1.2.3', 1));
    expect(code(await version(world, NAME, '1.2.3', 1))).toBe('version_exists');
    expect(await version(world, NAME, '1.2.2', 1)).toMatchObject({
      code: 'version_not_greater',
      details: { line: '1.2', highest: '1.2.3' },
    });
    expect(code(await version(world, NAME, '1.1.9', 1))).toBe('done');
    expect(
      code(await version(world, NAME, '1.2.2', 1, { allowLower: true, justification: 'those on 1.2.1 need a fix' })),
    ).toBe('done');
  });

  it('are taken once by two at the same time', async () => {
    const { world } = await withConfig();
    const outcomes = await Promise.all([1, 2, 3, 4].map((content) => version(world, NAME, '1.0.0', content)));
    expect(outcomes.map(code).sort()).toStrictEqual(['done', 'version_exists', 'version_exists', 'version_exists']);
  });

  it('belong to a config', async () => {
    const { world } = memoryWorld();
    expect(code(await version(world, NAME, '1.0.0', 1))).toBe('config_unknown');
  });
});

describe('publishing from elsewhere', () => {
  it('keeps digest, lineage and authors', async () => {
    const { world } = await withConfig();
    good(await config(world, 'payment-service.staging'));
    const source = good(await version(world, 'payment-service.staging', '1.2.0', { a: 1 }, {}, { subject: 'bob' }));
    const moved = good(
      await publish(world, NAME, { version: '3.0.0', from: `payment-service.staging@${source.display}` }),
    );
    expect(moved).toMatchObject({
      digest: source.digest,
      from: { config: 'payment-service.staging', version: '1.2.0' },
      author: 'ada',
    });
    const review = {
      params: { name: NAME, version: '3.0.0' },
      query: {},
      body: { verdict: 'passed', note: 'fine' },
    } as const;
    expect(code(await reviewVersion(world, review, callAs('Operator', { subject: 'bob' })))).toBe('approval_by_author');
    expect(code(await reviewVersion(world, review, callAs('Operator', { subject: 'grace' })))).toBe('done');
  });

  it('refuses what is not there, and what is revoked', async () => {
    const { world } = await withConfig();
    expect(code(await publish(world, NAME, { version: '1.0.0', from: 'none.staging@1.0.0' }))).toBe('version_unknown');
    good(await config(world, 'a.staging'));
    good(await version(world, 'a.staging', '1.0.0', 1));
    const params = { name: 'a.staging', version: '1.0.0' };
    good(await revokeVersion(world, { params, query: {}, body: { justification: 'wrong rates' } }, callAs('Operator')));
    expect(code(await publish(world, NAME, { version: '1.0.0', from: 'a.staging@1.0.0' }))).toBe('version_revoked');
  });

  it('takes opaque bytes that were uploaded, and only those announced', async () => {
    const { world, serveBlob } = await withConfig();
    const policy = bytes('package payments\nallow := true\n');
    const upload = { sha256: createHash('sha256').update(policy).digest('hex'), sizeBytes: policy.byteLength };
    const request = { version: '1.0.0', upload, mediaType: 'application/vnd.openpolicyagent.bundle' };
    expect(code(await publish(world, NAME, request))).toBe('upload_incomplete');
    const session = good(
      await openUpload(world, { params: { name: NAME }, query: {}, body: upload }, callAs('Developer')),
    );
    expect(session).toMatchObject({ method: 'PUT', upload, expiresAt: '2026-11-22T09:40:00.000Z' });
    const url = new URL((session as { url: string }).url);
    const sent = { method: 'PUT', path: url.pathname, query: url.searchParams };
    expect(await serveBlob({ ...sent, body: chunks(bytes('something else')) })).toMatchObject({ status: 422 });
    expect(code(await publish(world, NAME, request))).toBe('upload_incomplete');
    expect(await serveBlob({ ...sent, body: chunks(policy) })).toMatchObject({ status: 200 });
    expect(good(await publish(world, NAME, request))).toMatchObject({
      digest: upload.sha256,
      sizeBytes: upload.sizeBytes,
      mediaType: request.mediaType,
    });
    const params = { name: NAME, version: '1.0.0' };
    expect(good(await getContent(world, { params, query: {}, body: undefined }))).toMatchObject({
      location: expect.stringContaining(upload.sha256),
    });
    expect(code(await publish(world, NAME, { ...request, version: '1.0.1', mediaType: 'application/json' }))).toBe(
      'unsupported_media_type',
    );
  });
});

async function* chunks(all: Uint8Array) {
  yield all;
}

describe('checks', () => {
  it('refuse a document that breaks the schema of its config, with its places, and lose no name on it', async () => {
    const schemas = workerSchemaRunner({ milliseconds: 2000, heapMegabytes: 128 });
    const { world } = memoryWorld({ schemas });
    const schema = { type: 'object', properties: { percent: { type: 'number', maximum: 100 } }, required: ['percent'] };
    const body = {
      mediaType: 'application/json',
      source: bytes(JSON.stringify({ name: 'rates', version: '1.0.0', schema })),
    };
    good(await registerSchema(world, { params: {}, query: {}, body }, callAs('Developer')));
    good(await config(world, NAME, { schema: 'rates@1.0.0' }));
    expect(await version(world, NAME, '1.0.0', { percent: 101 })).toStrictEqual({
      ok: false,
      code: 'schema_violation',
      details: {
        check: 'schema',
        errors: [{ pointer: '/percent', path: "$['percent']", rule: 'maximum', message: 'must be <= 100' }],
      },
    });
    expect(good(await version(world, NAME, '1.0.0', { percent: 100 }))).toMatchObject({
      validation: 'validated',
      schema: 'rates@1.0.0',
      verdicts: [{ check: 'schema', result: 'passed', at: '2026-11-22T09:30:00.000Z', findings: [] }],
    });
    await schemas.close();
  });

  it('refuse a document that breaks a rule of its rail', async () => {
    const { world } = await withConfig({ rail: 'bin-table' });
    const ranges = [
      { from: '400000', to: '400099' },
      { from: '400050', to: '400150' },
    ];
    expect(await version(world, NAME, '1.0.0', { ranges })).toMatchObject({
      code: 'rail_violation',
      details: { check: 'rail', errors: [{ pointer: '/ranges/1', rule: 'bin_overlap' }] },
    });
    expect(good(await version(world, NAME, '1.0.0', { ranges: ranges.slice(0, 1) }))).toMatchObject({
      verdicts: [{ check: 'rail', result: 'passed' }],
    });
  });

  it('leave a version pending until the demanded review', async () => {
    const { world } = await withConfig({ requiredVerdicts: ['review'] });
    expect(good(await version(world, NAME, '1.0.0', 1))).toMatchObject({
      validation: 'pending',
      verdicts: [{ check: 'review', result: 'pending' }],
    });
    const params = { name: NAME, version: '1.0.0' };
    const body = { verdict: 'passed', note: 'compared with the bulletin' } as const;
    expect(
      good(await reviewVersion(world, { params, query: {}, body }, callAs('Operator', { subject: 'grace' }))),
    ).toMatchObject({
      validation: 'validated',
      verdicts: [{ check: 'review', result: 'passed', by: 'grace', note: 'compared with the bulletin' }],
    });
  });
});

describe('afterwards', () => {
  it('tags are set on what was read', async () => {
    const { world } = await withConfig();
    const { revision } = good(await version(world, NAME, '1.0.0', 1));
    const input = {
      params: { name: NAME, version: '1.0.0' },
      query: {},
      body: SetTagsRequest.parse({ tags: ['stable'] }),
    };
    expect(code(await setTags(world, input, callAs('Developer', { ifMatch: revision + 1 })))).toBe(
      'precondition_failed',
    );
    expect(good(await setTags(world, input, callAs('Developer', { ifMatch: revision })))).toMatchObject({
      tags: ['stable'],
      revision: revision + 1,
    });
  });

  it('two versions show their difference, and the history the newest first', async () => {
    const { world } = await withConfig();
    for (const [name, rate] of [
      ['1.0.9', 1],
      ['1.0.10', 2],
    ] as const)
      good(await version(world, NAME, name, { rate }));
    const params = { name: NAME, v1: '1.0.9', v2: '1.0.10' };
    expect(good(await diffVersions(world, { params, query: {}, body: undefined }))).toMatchObject({
      equal: false,
      structured: true,
      changes: [{ kind: 'modified', pointer: '/rate', path: "$['rate']", before: 1, after: 2 }],
      patch: [{ op: 'replace', path: '/rate', value: 2 }],
    });
    const page = good(await listVersions(world, { params: { name: NAME }, query: { limit: 50 }, body: undefined }));
    expect(page.items.map((item) => item.version)).toStrictEqual(['1.0.10', '1.0.9']);
  });
});

describe('a repeated command', () => {
  it.each([
    { step: 'blobs.put', stored: false },
    { step: 'blobs.put', stored: true },
    { step: 'streams.append', stored: false },
    { step: 'streams.append', stored: true },
  ] as const)('converges when $step fails (stored: $stored)', async ({ step, stored }) => {
    const { world, failOnce } = await withConfig();
    const options = { key: 'publish-once' };
    if (step === 'blobs.put') failOnce('blobs', 'put', { stored });
    else failOnce('streams', 'append', { stored });
    await expect(version(world, NAME, '1.0.0', { a: 1 }, {}, options)).rejects.toThrow(`${step} failed`);
    const first = good(await version(world, NAME, '1.0.0', { a: 1 }, {}, options));
    expect(good(await version(world, NAME, '1.0.0', { a: 1 }, {}, options))).toStrictEqual(first);
    expect(first.revision).toBe(2);
    expect(code(await version(world, NAME, '1.0.0', { a: 1 }, {}, { key: 'another' }))).toBe('version_exists');
  });
});
