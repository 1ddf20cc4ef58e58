/* Runs on LocalStack alone: MiniStack tries a failed batch of the feed for ever, and no stream behind it gets on. */
import { expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { deployed } from '../support/deployed.ts';
import { playedOnAws } from '../support/played-on-aws.ts';
import { parkedStreams, poison } from '../support/poison.ts';

const journey = playedOnAws();
const published = async (config: string): Promise<number> => {
  const page = await journey.ada<{ events: { type: string }[] }>('GET', `/audit/events?config=${config}&limit=200`);
  return page.events.filter(({ type }) => type === 'VersionPublished').length;
};
const publish = (config: string, version: string) =>
  journey.dora('POST', `/configs/${config}/versions`, { version, content: { version } });

it('an event that nobody can read parks its stream and no other; repaired, the stream is folded to its end', async () => {
  const [sick, well] = [journey.named('sick.production'), journey.named('well.production')];
  for (const name of [sick, well]) await journey.dora('POST', '/configs', { name });
  await publish(sick, '1.0.0');
  await until(
    () => published(sick),
    (count) => count === 1,
  );

  const stream = `${deployed().region}/config/${sick}`;
  const repair = await poison(stream);
  await until(parkedStreams, (parked) => parked.includes(stream));
  await publish(well, '1.0.0');
  await until(
    () => published(well),
    (count) => count === 1,
  );
  expect(await parkedStreams()).not.toContain(well);

  await repair();
  await publish(sick, '1.1.0');
  await until(
    () => published(sick),
    (count) => count === 2,
  );
  await until(parkedStreams, (parked) => !parked.includes(stream));
});
