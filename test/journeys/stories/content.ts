import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VersionResponse } from '../../../schemas/version.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';

export function contents(journey: Journey): void {
  const MEBIBYTE = 1024 * 1024;
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  interface Upload {
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
  }
  /** Says how much it sends, whatever was announced. */
  const put = async ({ url, headers }: Upload, body: Uint8Array<ArrayBuffer>): Promise<number> =>
    (await fetch(url, { method: 'PUT', headers: { ...headers, 'content-length': String(body.length) }, body })).status;

  describe('opaque bytes', () => {
    let config: string;
    beforeAll(async () => {
      config = journey.named('filter.production');
      await journey.dora('POST', '/configs', { name: config, kind: 'policy' });
    });

    it('16 MB go straight to the store, become a version, and reach a node byte for byte', async () => {
      const bytes = new Uint8Array(16 * MEBIBYTE).map((_, index) => (index * 31) % 251);
      const upload = { sha256: sha256(bytes), sizeBytes: bytes.length };
      const session = await journey.dora<Upload>('POST', `/configs/${config}/uploads`, upload);
      expect(session.url).not.toContain('/api/'); // no function sees them
      const version = { version: '1.0.0', upload, mediaType: 'application/wasm' };
      await expect(journey.dora('POST', `/configs/${config}/versions`, version)).rejects.toThrow(/"upload_incomplete"/);
      expect(await put(session, bytes)).toBeLessThan(300);
      const published = await journey.dora<VersionResponse>('POST', `/configs/${config}/versions`, version);
      expect(published).toMatchObject({
        digest: upload.sha256,
        sizeBytes: bytes.length,
        mediaType: 'application/wasm',
        validation: 'validated',
      });

      const { nodes } = await journey.enrol(config, 1, { config: 'nothing.production' });
      // One version named alone: the cluster's map with that entry, under the same rules.
      const request = { configName: config, configVersion: '1.0.0', strategy: DIRECT };
      const { id } = await journey.otto<{ id: string }>('POST', '/deployments', request);
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
      const applied = await nodes[0]?.files.read(`current/${config}`);
      expect(sha256(applied ?? new Uint8Array())).toBe(upload.sha256);
    });

    it.each([
      { name: 'one byte less', sent: (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(1) },
      { name: 'one byte more', sent: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array.of(...bytes, 0) },
      { name: 'other bytes of that length', sent: (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte) => byte ^ 1) },
    ])('$name are refused, and nothing can be published from them', async ({ name, sent }) => {
      const bytes = new TextEncoder().encode(`announced, then ${name}`);
      const upload = { sha256: sha256(bytes), sizeBytes: bytes.length };
      const session = await journey.dora<Upload>('POST', `/configs/${config}/uploads`, upload);
      expect(await put(session, sent(bytes))).toBeGreaterThanOrEqual(400);
      const version = { version: '2.0.0', upload, mediaType: 'application/wasm' };
      await expect(journey.dora('POST', `/configs/${config}/versions`, version)).rejects.toThrow(/"upload_incomplete"/);
    });

    it('no more than 16 MB', async () => {
      const upload = { sha256: '0'.repeat(64), sizeBytes: 16 * MEBIBYTE + 1 };
      await expect(journey.dora('POST', `/configs/${config}/uploads`, upload)).rejects.toThrow(/ 4\d\d /);
    });
  });

  describe('documents', () => {
    const schema = { type: 'object', properties: { percent: { type: 'number', maximum: 100 } }, required: ['percent'] };
    const [name, staging, production] = ['fees', 'fees.staging', 'fees.production'] as const;
    beforeAll(async () => {
      await journey.dora('POST', '/schemas', { name: journey.named(name), version: '1.0.0', schema });
      for (const config of [staging, production])
        await journey.dora('POST', '/configs', { name: journey.named(config), schema: `${journey.named(name)}@1.0.0` });
    });
    const raw = async (version: string, contentType: string, body: string) => {
      const token = await journey.plane().token('Developer', 'dora');
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
      const url = `${journey.plane().url}/api/v1/configs/${journey.named(staging)}/versions?version=${version}`;
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, body: (await response.json()) as { [name: string]: unknown } };
    };

    it('YAML is stored as JSON in its one form, and moves to production as the same bytes', async () => {
      const { status, body } = await raw('1.0.0', 'application/yaml', '# standard fee\npercent: 1.50\nlabel: fee\n');
      expect({ status, type: body['mediaType'] }).toStrictEqual({ status: 201, type: 'application/json' });
      const stored = '{"label":"fee","percent":1.5}';
      expect(body['digest']).toBe(sha256(new TextEncoder().encode(stored)));
      expect(await journey.dora('GET', `/configs/${journey.named(staging)}/versions/1.0.0/content`)).toStrictEqual(
        JSON.parse(stored),
      );
      const moved = await journey.dora<VersionResponse>('POST', `/configs/${journey.named(production)}/versions`, {
        version: '1.0.0',
        from: `${journey.named(staging)}@1.0.0`,
      });
      expect(moved).toMatchObject({
        digest: body['digest'],
        from: { config: journey.named(staging), version: '1.0.0' },
      });
    });

    it('a violation of the schema is refused with its place', async () => {
      const { status, body } = await raw('1.1.0', 'application/json', '{"percent": 101}');
      expect(status).toBe(422);
      expect(body).toMatchObject({ errors: [{ pointer: '/percent', path: expect.stringContaining('percent') }] });
    });
  });
}
