import { describe, expect, it } from 'vitest';
import { SetTagsRequest } from '../../../schemas/version.ts';
import { setTags } from '../../../usecases/config/change-version.ts';
import { diffVersions } from '../../../usecases/config/diff-versions.ts';
import { listVersions } from '../../../usecases/config/get-version.ts';
import { callAs } from '../../support/call.ts';
import { code, good, version } from '../../support/content.ts';
import { NAME, withConfig } from './one-config.ts';

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
