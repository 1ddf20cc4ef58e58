import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { plumbline } from '../../lib/app.ts';
import { ROOMS } from '../../lib/rooms.ts';
import { tempFolder } from '../support/temp-folder.ts';

const RESTORED = 'plumbline-restored';
const FEED = `arn:aws:dynamodb:eu-west-1:123456789012:table/${RESTORED}/stream/2026-11-22T06:00:00.000`;

function templates(context: Record<string, string>): { data: Template; service: Template } {
  const bundles = tempFolder();
  for (const room of ROOMS) {
    mkdirSync(join(bundles, room));
    writeFileSync(join(bundles, room, 'index.mjs'), '');
  }
  const { data, service } = plumbline(new App({ context: { ...cdk.context, stage: 'dev', ...context } }), { bundles });
  return { data: Template.fromStack(data), service: Template.fromStack(service) };
}
const ownTable = /TablesStreams/;

it('takes a restored table in the place of its own: functions, feed and rights, and nothing of the old', () => {
  const { service } = templates({ streamsTable: RESTORED, streamsFeed: FEED });
  const functions = Object.values(service.findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => Properties.Environment?.Variables?.PLUMB_STREAMS_TABLE as unknown,
  );
  expect(functions.filter((name) => name === RESTORED).length).toBe(ROOMS.length);
  service.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: FEED });
  expect(service.findOutputs('StreamsTable')['StreamsTable']?.['Value']).toBe(RESTORED);
  expect(JSON.stringify(service.toJSON())).not.toMatch(ownTable);
});

it('keeps its own table and all that it exports, so that the way there and back is open', () => {
  const [before, after] = [templates({}), templates({ streamsTable: RESTORED, streamsFeed: FEED })];
  expect(JSON.stringify(before.service.toJSON())).toMatch(ownTable);
  expect(after.data.toJSON()).toStrictEqual(before.data.toJSON());
});

it.each<Record<string, string>>([{ streamsTable: RESTORED }, { streamsFeed: FEED }])(
  'wants table and feed, not one alone: %o',
  (context) => expect(() => templates(context)).toThrow('a restored table needs both'),
);
