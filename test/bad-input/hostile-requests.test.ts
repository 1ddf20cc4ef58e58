import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack, attackRaw } from './attack.ts';
import { heapMegabytes } from './cost.ts';
import { send } from './hostile.ts';
import { uncovered } from './requests/bend.ts';
import { DECLARED } from './requests/declared.ts';
import { documents } from './requests/documents.ts';
import { bodiesOf } from './requests/examples.ts';
import { fields } from './requests/fields.ts';
import { headers } from './requests/headers.ts';
import { names } from './requests/names.ts';
import { queries } from './requests/queries.ts';
import { schemaTraps } from './requests/schema-traps.ts';
import { schemas } from './requests/schemas.ts';
import { uploads } from './requests/uploads.ts';
import { yaml } from './requests/yaml.ts';
import { openVictim, type Victim } from './victim.ts';

let victim: Victim;
let heapBefore = 0;
let sent = 0;
beforeAll(async () => {
  victim = await openVictim();
  heapBefore = heapMegabytes();
}, 60_000);
afterAll(() => victim.close());

/** Every n-th of what there is very much of; all of it: hostile-requests.deep.ts. */
const oneIn = <T>(n: number, all: readonly T[]): T[] => all.filter((_, index) => index % n === 0);

describe('hostile requests are refused, each in its place, with nothing stored', () => {
  it('an accepted one is seen to be stored', async () => {
    await victim.settled();
    const before = victim.stored();
    const body = () => '{"name":"control.production"}';
    expect((await send(victim, { method: 'POST', target: '/api/v1/configs', body })).status).toBe(201);
    expect(victim.stored()).not.toBe(before);
  });
  it('the examples have every field that a body may have', () => {
    const bodies = bodiesOf(victim);
    const missing = DECLARED.flatMap(({ route, body }) =>
      body ? uncovered(body, bodies[route.operationId] ?? []).map((path) => `${route.operationId} ${path}`) : [],
    );
    expect(missing).toStrictEqual([]);
  });
  it.each([
    { name: 'fields of bodies', topic: () => fields(victim, 'every type'), share: 2 },
    { name: 'documents', topic: () => documents(victim, 'few doors'), share: 8 },
    { name: 'YAML', topic: () => yaml('few doors'), share: 8 },
    { name: 'schemas', topic: schemas, share: 1 },
    { name: 'documents that schemas make costly', topic: () => schemaTraps(victim), share: 8 },
    { name: 'names in paths', topic: () => names(victim), share: 8 },
    { name: 'queries', topic: () => queries(victim), share: 8 },
    { name: 'headers', topic: () => headers(victim), share: 1 },
    { name: 'uploads', topic: () => uploads(victim), share: 1 },
  ])(
    '$name: one in $share',
    async ({ topic, share }) => {
      const all = await topic();
      sent += await attack(victim, { ...all, hostile: oneIn(share, all.hostile) });
    },
    120_000,
  );
  it('what is hardly HTTP', async () => {
    sent += await attackRaw(victim);
  });
  it('and nothing of it stays in memory', () => expect(heapMegabytes() - heapBefore).toBeLessThan(32));
  it('were thousands', () => expect(sent).toBeGreaterThanOrEqual(2_000));
});
