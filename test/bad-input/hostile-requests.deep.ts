import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from './attack.ts';
import { heapMegabytes } from './cost.ts';
import { documents } from './requests/documents.ts';
import { fields } from './requests/fields.ts';
import { names } from './requests/names.ts';
import { queries } from './requests/queries.ts';
import { schemaTraps } from './requests/schema-traps.ts';
import { yaml } from './requests/yaml.ts';
import { openVictim, type Victim } from './victim.ts';

/* What hostile-requests.test.ts sends a share of, sent whole. */

let victim: Victim;
let heapBefore = 0;
let sent = 0;
beforeAll(async () => {
  victim = await openVictim();
  heapBefore = heapMegabytes();
}, 60_000);
afterAll(() => victim.close());

describe('all hostile requests are refused, each in its place, with nothing stored', () => {
  it.each([
    { name: 'every field with every value', topic: () => fields(victim, 'every value') },
    { name: 'every document at every door', topic: () => documents(victim, 'every door') },
    { name: 'YAML at every door', topic: () => yaml('every door') },
    { name: 'documents that schemas make costly', topic: () => schemaTraps(victim) },
    { name: 'every name in every path', topic: () => names(victim) },
    { name: 'every value in every query', topic: () => queries(victim) },
  ])('$name', async ({ topic }) => {
    sent += await attack(victim, await topic());
  });
  it('and nothing of it stays in memory', () => expect(heapMegabytes() - heapBefore).toBeLessThan(32));
  it('were tens of thousands', () => expect(sent).toBeGreaterThanOrEqual(20_000));
});
