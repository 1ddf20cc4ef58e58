import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { embeddedBus } from '../../../adapters/embedded/bus.ts';
import type { BusEvent } from '../../../usecases/ports.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const event: BusEvent = {
  id: 'local/note/a#1',
  type: 'Noted',
  time: '2026-11-22T09:30:00.000Z',
  traceId: '1'.repeat(32),
  detail: { note: 'line\nbreak' },
};

it('tells who listens, until they stop', async () => {
  const bus = embeddedBus();
  const heard: BusEvent[] = [];
  const stop = bus.subscribe((each) => heard.push(each));
  await bus.publish([event]);
  stop();
  await bus.publish([event]);
  expect(heard).toStrictEqual([event]);
});

it('writes one line for each event, behind those that are there', async () => {
  const file = join(tempFolder(), 'events.jsonl');
  await embeddedBus(file).publish([event]);
  await embeddedBus(file).publish([event, event]);
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.map((line) => (line === '' ? '' : JSON.parse(line)))).toStrictEqual([event, event, event, '']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
