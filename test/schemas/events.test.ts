import { globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { eventMembers } from '../../schemas/events/event-members.ts';
import { eventSchema } from '../../schemas/events/event-schema.ts';
import { eventTable } from '../../schemas/events/event-table.ts';
import { EVENTS, type EventType } from '../../schemas/events/index.ts';

const GENERATED = new URL('../../schemas/generated/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, GENERATED), 'utf8');
const types = Object.keys(EVENTS) as EventType[];

describe('what npm run generate writes of the events', () => {
  it.each(types)('schemas/generated/events/%s.json is its source', (type) =>
    expect(JSON.parse(read(`events/${type}.json`))).toStrictEqual(eventSchema(type)),
  );

  it('has one schema for each event that leaves, and none for another', () =>
    expect(globSync('*.json', { cwd: new URL('events/', GENERATED) }).toSorted()).toStrictEqual(
      types.map((type) => `${type}.json`).toSorted(),
    ));

  it('lists the members of each', () => expect(JSON.parse(read('event-members.json'))).toStrictEqual(eventMembers()));

  it('describes each for people', () => expect(read('../../docs/event-types.md')).toBe(eventTable()));
});

/** The names that the outside was promised. */
it.each([
  'DriftDetected',
  'DriftResolved',
  'DeploymentStarted',
  'PhaseReleased',
  'DeploymentCompleted',
  'DeploymentRolledBack',
  'NodeStale',
  'NodeRecovered',
])('%s leaves', (type) => expect(types).toContain(type));

describe('a schema', () => {
  // ajv reads draft 7; what these schemas use means the same in draft 4.
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    keywords: ['x-amazon-events-source', 'x-amazon-events-detail-type'],
  });
  addFormats.default(ajv);

  it.each(types)('of %s uses nothing that draft 4 lacks', (type) => {
    const { $schema, ...schema } = eventSchema(type);
    expect($schema).toBe('http://json-schema.org/draft-04/schema#');
    expect(() => ajv.compile(schema)).not.toThrow();
    expect(JSON.stringify(schema)).not.toMatch(
      /"(const|if|then|contains|propertyNames|exclusiveM\w+|\$ref|\$id|id":\s*"|examples)"/,
    );
  });
});
