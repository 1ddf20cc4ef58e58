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
  detail: { authority: 'local', note: 'line\nbreak' },
};
/** As EventBridge would deliver it. */
const line = {
  version: '0',
  id: event.id,
  'detail-type': 'Noted',
  source: 'plumbline',
  account: '',
  time: event.time,
  region: 'local',
  resources: [],
  detail: event.detail,
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
  expect(lines.map((each) => (each === '' ? '' : JSON.parse(each)))).toStrictEqual([line, line, line, '']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
