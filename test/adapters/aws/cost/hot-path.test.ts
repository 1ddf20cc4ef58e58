import { describe, expect, it } from 'vitest';
import { fleetOf } from '../../../../bench/cost/fleet.ts';
import { busyCluster, partitionsFor } from '../../../../bench/cost/measure.ts';
import { asked, costPlane } from '../../../../bench/cost/plane.ts';
import { done } from '../../../../core/decision.ts';
import { DEPLOYMENT } from '../../../../core/deployment/evolve.ts';
import type { Pulses } from '../../../../usecases/ports.ts';
import { assessStep } from '../../../../usecases/rollout/assess-step.ts';
import { AWS_SETTINGS } from '../../../../usecases/settings.ts';
import { transact } from '../../../../usecases/transact.ts';
import { someNodes } from '../../../support/busy-pulse.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { DEPLOYMENT_ID, planned, released, started } from '../../../support/deployment-states.ts';
import { memoryWorld } from '../../../support/world.ts';

/** Liveness buckets: a quarter of the time after which a node is stale. */
const BUCKET_SECONDS = AWS_SETTINGS.staleAfterSeconds / 4;

describe('an idle check-in on AWS', () => {
  it.each([
    { nodes: 1, partitions: 1, sampled: 1, buckets: 8 },
    { nodes: 1000, partitions: 1, sampled: 50, buckets: 3 },
    { nodes: 100_000, partitions: partitionsFor(100_000), sampled: 50, buckets: 3 },
  ])(
    'of $nodes nodes ($sampled of them looked at) reads one item, eventually consistent, and writes at most once a bucket',
    async ({ partitions, sampled, buckets }) => {
      const plane = await costPlane(AWS_SETTINGS, partitions);
      const fleet = await fleetOf(plane, sampled);
      for (let round = 0; round < 3; round++) {
        await plane.clock.advance(31_000);
        await fleet.checkIn();
      }
      const seconds = buckets * BUCKET_SECONDS;
      let checkIns = 0;
      const { units, s3, kms } = await asked(plane, async () => {
        checkIns = await fleet.live(seconds);
      });
      expect(checkIns).toBeGreaterThanOrEqual(sampled * (buckets - 1));
      // Every five seconds a process reads cluster and root for all; every minute how the pulses are spread.
      const shared = Math.min(2 * Math.ceil(seconds / 5), 2 * checkIns) + Math.ceil(seconds / 60) + 1;
      const { GetItem = 0, UpdateItem = 0, ...others } = units.calls;
      expect(others).toStrictEqual({});
      expect(GetItem).toBeGreaterThanOrEqual(checkIns);
      expect(GetItem).toBeLessThanOrEqual(checkIns + shared);
      expect(units.reads).toBe(0.5 * GetItem);
      expect(UpdateItem).toBeLessThanOrEqual(sampled * (buckets + 1));
      expect(units.writes).toBe(UpdateItem);
      expect([s3, kms]).toStrictEqual([{ gets: 0, puts: 0 }, {}]);
    },
  );

  it('that comes again in the same bucket writes nothing, whatever its counts say', async () => {
    const plane = await costPlane({ ...AWS_SETTINGS, idleCheckInSeconds: 5 });
    const fleet = await fleetOf(plane, 1);
    await plane.clock.advance(BUCKET_SECONDS * 1000 - (plane.clock.now() % (BUCKET_SECONDS * 1000)));
    await fleet.checkIn();
    const { units } = await asked(plane, () => fleet.live(BUCKET_SECONDS - 6));
    expect(units.writes).toBe(0);
    expect(units.calls['GetItem']).toBeGreaterThan(3);
  });

  it('reads its row first, consistently, while a deployment runs: then every sample counts', async () => {
    const plane = await costPlane(AWS_SETTINGS);
    const fleet = await fleetOf(plane, 10);
    await fleet.checkIn();
    await fleet.lock();
    await fleet.checkIn();
    const { units } = await asked(plane, () => fleet.checkIn());
    const { 'GetItem consistent': reads = 0, UpdateItem = 0 } = units.calls;
    expect([reads - 10, UpdateItem]).toStrictEqual([10, 10]); // ten of the reads are for tokens
  });
});

describe('a look of a deployment on AWS', () => {
  it.each([{ nodes: 1 }, { nodes: 1000 }, { nodes: 100_000 }])(
    'over $nodes nodes reads at most 40 units per 1,000, and writes nothing',
    async ({ nodes }) => {
      const ids = someNodes(nodes);
      const { pulses, units } = await busyCluster('payments.development', ids);
      let seen = 0;
      const counted: Pulses = {
        ...pulses,
        fold: (cluster, initial, step) =>
          pulses.fold(cluster, initial, (state, row) => {
            seen += 1;
            return step(state, row);
          }),
      };
      const { world, clock } = memoryWorld({ pulses: counted, settings: AWS_SETTINGS });
      const call = callAs('Operator', { at: clock.instant() });
      const stored = await transact(world, call, async (tx) => {
        await tx.load(DEPLOYMENT, DEPLOYMENT_ID);
        tx.append(DEPLOYMENT, DEPLOYMENT_ID, [started(), planned, released(1)]);
        return done(null);
      });
      good(stored);
      const before = { ...units };
      const { outcome } = await assessStep(world, { deploymentId: DEPLOYMENT_ID, run: 1, loops: 0 });
      expect(outcome).toBe('hold');
      expect(units.reads - before.reads).toBeLessThanOrEqual(40 * Math.ceil(nodes / 1000));
      expect(units.writes - before.writes).toBe(0);
      expect(seen).toBe(nodes);
    },
    60_000,
  );
});
