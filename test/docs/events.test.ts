import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventSchema, type JsonSchema } from '../../schemas/events/event-schema.ts';
import { EVENTS, EventDetail, type EventType } from '../../schemas/events/index.ts';

const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
const blocks = (kind: string): unknown[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text = '']) => JSON.parse(text) as unknown,
  );

interface Delivered {
  readonly 'detail-type': EventType;
  readonly source: string;
  readonly time: string;
  readonly region: string;
  readonly detail: {
    readonly id: string;
    readonly at: string;
    readonly authority: string;
    readonly stream: string;
    readonly revision: number;
  };
}
const samples = blocks('json') as Delivered[];
const patterns = blocks('json pattern') as Pattern[];

it('looks at samples and patterns', () => expect([samples.length, patterns.length]).toStrictEqual([2, 4]));

it.each(samples)('the sample $detail-type is an event as it leaves', (sample) => {
  const { detail } = sample;
  expect(EventDetail(EVENTS[sample['detail-type']]).safeParse(detail).error).toBeUndefined();
  expect(detail.id).toBe(`${detail.stream}#${detail.revision}`);
  expect([sample.source, sample.time, sample.region]).toStrictEqual([
    'plumbline',
    `${detail.at.slice(0, 19)}Z`,
    detail.authority,
  ]);
  expect(Object.keys(sample).toSorted()).toStrictEqual(
    [...(eventSchema(sample['detail-type'])['required'] as string[])].toSorted(),
  );
});

type Pattern = { readonly 'detail-type': readonly string[]; readonly [member: string]: unknown };

/** Members that a pattern asks for and events of the type never have. */
function strange(pattern: object, { properties }: JsonSchema, at = ''): string[] {
  return Object.entries(pattern).flatMap(([name, inner]) => {
    const known = (properties as JsonSchema | undefined)?.[name] as JsonSchema | undefined;
    if (!known) return [`${at}${name}`];
    return Array.isArray(inner) ? [] : strange(inner as object, known, `${at}${name}.`);
  });
}

it.each(patterns)('a pattern asks for what events of its types have: $detail-type', (pattern) => {
  for (const type of pattern['detail-type']) {
    expect(Object.keys(EVENTS)).toContain(type);
    expect(strange(pattern, eventSchema(type as EventType))).toStrictEqual([]);
  }
});

it('sees a pattern that nothing can match', () => {
  const pattern = { source: ['plumbline'], detail: { data: { gravity: ['high'] }, abuot: { cluster: ['a'] } } };
  expect(strange(pattern, eventSchema('DriftDetected'))).toStrictEqual(['detail.data.gravity', 'detail.abuot']);
});
