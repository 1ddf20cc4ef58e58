import { describe, expect, it } from 'vitest';
import { reviewVersion, revokeVersion } from '../../../usecases/config/change-version.ts';
import type { World } from '../../../usecases/ports.ts';
import { releasableSnapshot } from '../../../usecases/snapshot/releasable.ts';
import { validateSnapshot } from '../../../usecases/snapshot/validate-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { code, good, newRevision } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';
import { A, twoConfigs } from './two-configs.ts';

const params = { name: A, version: '1.0.0' };
const create = async (world: World) => good(await newRevision(world, 'spring', { [A]: '1.0.0' }));
const validate = (world: World, revision = 1) =>
  validateSnapshot(world, { params: { name: 'spring' }, query: {}, body: { revision } }, callAs('Developer'));

describe('validating', () => {
  it('waits for the verdicts of every version', async () => {
    const { world } = await twoConfigs({ requiredVerdicts: ['review'] });
    await create(world);
    expect(await validate(world)).toMatchObject({
      code: 'version_not_validated',
      details: { config: A, version: '1.0.0' },
    });
    const review = (verdict: 'passed' | 'failed') =>
      reviewVersion(
        world,
        { params, query: {}, body: { verdict, note: 'read' } },
        callAs('Operator', { subject: 'grace' }),
      );
    good(await review('failed'));
    expect(code(await validate(world))).toBe('version_invalid');
    good(await review('passed'));
    expect(good(await validate(world)).stage).toBe('validated');
    expect(code(await validate(world, 2))).toBe('snapshot_unknown');
  });

  it('refuses what is revoked, and so does every later release', async () => {
    const { world } = await twoConfigs();
    await create(world);
    good(await validate(world));
    const asked = { name: 'spring', cluster: A, at: START };
    expect(code(await releasableSnapshot(world, asked))).toBe('done');
    good(await revokeVersion(world, { params, query: {}, body: { justification: 'wrong rates' } }, callAs('Operator')));
    expect(await releasableSnapshot(world, asked)).toMatchObject({
      code: 'version_revoked',
      details: { config: A, version: '1.0.0' },
    });
    expect(code(await validate(world))).toBe('version_revoked');
  });
});
