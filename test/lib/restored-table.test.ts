import { expect, it } from 'vitest';
import { ROOMS } from '../../lib/rooms.ts';
import { at, ofType } from './support/plain-template.ts';
import { synthesise } from './support/synthesise.ts';

const RESTORED = 'plumbline-restored';
const FEED = `arn:aws:dynamodb:eu-west-1:123456789012:table/${RESTORED}/stream/2026-11-22T06:00:00.000`;
const ownTable = /TablesStreams/;

const [before, after] = [
  synthesise({ stage: 'dev' }),
  synthesise({ stage: 'dev', streamsTable: RESTORED, streamsFeed: FEED }),
];

it('takes a restored table in the place of its own: functions, feed and rights, and nothing of the old', () => {
  const tables = ofType(after.service, 'AWS::Lambda::Function').map(([, fn]) =>
    at(fn, 'Environment.Variables.PLUMB_STREAMS_TABLE'),
  );
  expect(tables.filter((name) => name === RESTORED).length).toBe(ROOMS.length);
  const [feed] = ofType(after.service, 'AWS::Lambda::EventSourceMapping');
  expect(at(feed?.[1], 'EventSourceArn')).toBe(FEED);
  expect(after.service.Outputs?.['StreamsTable']?.Value).toBe(RESTORED);
  expect(JSON.stringify(after.service)).not.toMatch(ownTable);
});

it('keeps its own table and all that it exports, so that the way there and back is open', () => {
  expect(JSON.stringify(before.service)).toMatch(ownTable);
  expect(after.data).toStrictEqual(before.data);
});

it.each<Record<string, string>>([{ streamsTable: RESTORED }, { streamsFeed: FEED }])(
  'wants table and feed, not one alone: %o',
  (context) => expect(() => synthesise({ stage: 'dev', ...context })).toThrow('a restored table needs both'),
);
