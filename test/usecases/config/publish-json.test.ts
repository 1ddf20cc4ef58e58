import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PublishQuery } from '../../../schemas/version.ts';
import { getContent, getVersion } from '../../../usecases/config/get-version.ts';
import { publishVersion } from '../../../usecases/config/publish-version.ts';
import type { World } from '../../../usecases/ports.ts';
import { callAs } from '../../support/call.ts';
import { code, good, publish, version } from '../../support/content.ts';
import { NAME, withConfig } from './one-config.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (world: World, mediaType: string, text: string, query: object) =>
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
