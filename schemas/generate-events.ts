import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { eventMembers } from './events/event-members.ts';
import { eventSchema } from './events/event-schema.ts';
import { eventTable } from './events/event-table.ts';
import { EVENTS, type EventType } from './events/index.ts';

/** `npm run generate`: writes what a test compares with its source. */
const folder = new URL('generated/events/', import.meta.url);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const type of Object.keys(EVENTS) as EventType[])
  writeFileSync(new URL(`${type}.json`, folder), json(eventSchema(type)));
writeFileSync(new URL('generated/event-members.json', import.meta.url), json(eventMembers()));
writeFileSync(new URL('../docs/event-types.md', import.meta.url), eventTable());
