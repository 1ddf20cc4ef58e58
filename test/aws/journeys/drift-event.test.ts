/* Runs on each emulator: a rule on the bus and its target are the consumer's own, as in his account. */
import { expect, it } from 'vitest';
import { DIRECT, over } from '../../support/journey.ts';

import { until } from '../../support/until.ts';
import { deployed } from '../support/deployed.ts';
import { playedOnAws } from '../support/played-on-aws.ts';
import { faultsOf } from '../support/published-schema.ts';
import { type Delivered, ruleToQueue } from '../support/rule-to-queue.ts';

const journey = playedOnAws();

it('a file that is changed by hand reaches the target of a rule as drift, and then as drift resolved', async () => {
  const cluster = journey.named('watched.production');
  const { nodes } = await journey.enrol(cluster, 1);
  await journey.reaches(
    await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
    over,
  );
  const receive = await ruleToQueue(deployed().outputs.Bus, {
    'detail-type': ['DriftDetected', 'DriftResolved'],
    detail: { about: { cluster: [cluster] } },
  });
  const [node] = nodes;
  node?.files.tamper(`current/${cluster}`, new TextEncoder().encode('{"say":"evil"}'));

  const received: Delivered[] = [];
  await until(
    async () => {
      received.push(...(await receive()));
      return received.map((event) => event['detail-type']);
    },
    (types) => types.includes('DriftDetected') && types.includes('DriftResolved'),
  );
  // At least once: what comes twice is told by its id.
  const once = [...new Map(received.map((event) => [event.detail['id'], event])).values()];
  expect(once.map((event) => event['detail-type']).toSorted()).toStrictEqual(['DriftDetected', 'DriftResolved']);
  for (const event of once) {
    expect(faultsOf(event)).toStrictEqual([]);
    expect(event.detail).toMatchObject({
      about: { cluster, node: await node?.id() },
      data: { kind: 'config', rule: 'config_digest_mismatch', config: cluster },
    });
  }
});
