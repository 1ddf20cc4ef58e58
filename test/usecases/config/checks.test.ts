import { describe, expect, it } from 'vitest';
import { workerSchemaRunner } from '../../../adapters/validation/schema-runner.ts';
import { reviewVersion } from '../../../usecases/config/change-version.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';
import { NAME, withConfig } from './one-config.ts';

describe('checks', () => {
  it('refuse a document that breaks the schema of its config, with its places, and lose no name on it', async () => {
    const schemas = workerSchemaRunner({ milliseconds: 2000, heapMegabytes: 128 });
    const { world } = memoryWorld({ schemas });
    const schema = { type: 'object', properties: { percent: { type: 'number', maximum: 100 } }, required: ['percent'] };
    const body = {
      mediaType: 'application/json',
      source: new TextEncoder().encode(JSON.stringify({ name: 'rates', version: '1.0.0', schema })),
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
