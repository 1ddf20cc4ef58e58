import { expect, it } from 'vitest';
import { ROOMS } from '../../lib/rooms.ts';
import { at, ofType } from './support/plain-template.ts';
import { synthesise } from './support/synthesise.ts';

const STREAMS_TABLE = 'plumbline-restored';
const STREAMS_FEED = `arn:aws:dynamodb:eu-west-1:123456789012:table/${STREAMS_TABLE}/stream/2026-11-22T06:00:00.000`;
const OWN_TABLE = /TablesStreams/;

const before = synthesise({ stage: 'dev' });
const after = synthesise({ stage: 'dev', streamsTable: STREAMS_TABLE, streamsFeed: STREAMS_FEED });

it('takes a restored table in the place of its own: functions, feed and rights, and nothing of the old', () => {
  const functions = ofType(after.service, 'AWS::Lambda::Function').map(([, fn]) =>
    at(fn, 'Environment.Variables.PLUMB_STREAMS_TABLE'),
  );
  expect(functions).toStrictEqual(ROOMS.map(() => STREAMS_TABLE));
  const feeds = ofType(after.service, 'AWS::Lambda::EventSourceMapping').map(([, feed]) => at(feed, 'EventSourceArn'));
  expect(feeds).toStrictEqual([STREAMS_FEED]);
  expect(after.service.Outputs?.['StreamsTable']?.Value).toBe(STREAMS_TABLE);
  expect(JSON.stringify(after.raw.service)).not.toMatch(OWN_TABLE);
});

it('keeps its own table and all that it exports, so that the way there and back is open', () => {
  expect(JSON.stringify(before.raw.service)).toMatch(OWN_TABLE);
  expect(after.raw.data).toStrictEqual(before.raw.data);
});

it.each<Record<string, string>>([{ streamsTable: STREAMS_TABLE }, { streamsFeed: STREAMS_FEED }])(
  'wants table and feed, not one alone: %o',
  (context) => expect(() => synthesise({ stage: 'dev', ...context })).toThrow('a restored table needs both'),
);
