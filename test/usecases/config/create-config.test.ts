import { expect, it } from 'vitest';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { getConfig, listConfigs } from '../../../usecases/config/get-config.ts';
import { callAs } from '../../support/call.ts';
import { code, config, good } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const NAME = 'payment-service.production';

it('a config is created once, also by many at the same time', async () => {
  const { world } = memoryWorld();
  const outcomes = await Promise.all([1, 2, 3].map(() => config(world, NAME)));
  expect(outcomes.map(code).sort()).toStrictEqual(['already_exists', 'already_exists', 'done']);
});

it('keeps the default strategy with every default filled in', async () => {
  const { world } = memoryWorld();
  const strategy = {
    strategy: 'Canary',
    canaryPercentage: 10,
    phaseInterval: 'PT5M',
    healthCheckEnabled: true,
    autoPromote: true,
  };
  good(
    await config(world, NAME, {
      defaultStrategy: strategy,
      kind: 'routing',
      owner: 'team-payments',
      environment: 'Production',
    }),
  );
  expect(good(await getConfig(world, { params: { name: NAME }, query: {}, body: undefined }))).toMatchObject({
    kind: 'routing',
    owner: 'team-payments',
    defaultStrategy: { ...strategy, nodeDeadline: 'PT10M' },
  });
});

it('a list shows what the caller may read, a page at a time', async () => {
  const { world } = memoryWorld();
  for (const name of ['a.staging', 'b.staging', 'c.staging']) good(await config(world, name));
  good(await setAccess(world, { config: 'b.staging' }, { entries: [] }, callAs('Admin')));
  const page = async (cursor?: string) =>
    good(
      await listConfigs(
        world,
        { params: {}, query: { limit: 2, ...(cursor ? { cursor } : {}) }, body: undefined },
        callAs('Viewer'),
      ),
    );
  const first = await page();
  expect(first.items.map(({ name }) => name)).toStrictEqual(['a.staging']);
  const second = await page(first.next);
  expect(second.items.map(({ name }) => name)).toStrictEqual(['c.staging']);
  expect(second.next).toBe(undefined);
});

it.each([
  { name: 'nobody is on the list', entries: [], answer: 'already_exists' },
  { name: 'the caller may read', entries: [{ subject: 'ada', rights: ['read' as const] }], answer: 'forbidden' },
  { name: 'the caller may operate', entries: [{ subject: 'ada', rights: ['operate' as const] }], answer: 'forbidden' },
  { name: 'the caller may write', entries: [{ subject: 'ada', rights: ['write' as const] }], answer: 'done' },
])('a config whose list is there before it, $name: $answer', async ({ entries, answer }) => {
  const { world } = memoryWorld();
  good(await setAccess(world, { config: NAME }, { entries }, callAs('Admin')));
  expect(code(await config(world, NAME))).toBe(answer);
  expect(code(await config(world, NAME, {}, { subject: 'mallory' }))).toBe('already_exists');
  const there = await getConfig(world, { params: { name: NAME }, query: {}, body: undefined });
  expect(there.ok).toBe(answer === 'done');
});

it('a config that is there may not be told from a name that a list reserved', async () => {
  const { world } = memoryWorld();
  good(await config(world, NAME));
  const reserved = 'reserved.production';
  for (const name of [NAME, reserved]) good(await setAccess(world, { config: name }, { entries: [] }, callAs('Admin')));
  const asked = async (name: string) =>
    JSON.stringify(await config(world, name, { schema: 'none@1.0.0' }, { subject: 'mallory' })).replace(name, '');
  expect(await asked(NAME)).toBe(await asked(reserved));
});
