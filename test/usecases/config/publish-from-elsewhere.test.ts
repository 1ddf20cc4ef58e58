import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reviewVersion, revokeVersion } from '../../../usecases/config/change-version.ts';
import { getContent } from '../../../usecases/config/get-version.ts';
import { openUpload } from '../../../usecases/config/open-upload.ts';
import { callAs } from '../../support/call.ts';
import { code, config, good, publish, version } from '../../support/content.ts';
import { NAME, withConfig } from './one-config.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

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
