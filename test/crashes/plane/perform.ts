import { expect } from 'vitest';
import { until } from '../../support/until.ts';
import { spreadOf } from '../support/spread.ts';
import type { Act } from './cast.ts';
import { endsRight } from './ends-right.ts';
import { forward } from './plots.ts';
import { openStage } from './stage.ts';

/** Performs acts one after the other on one control plane, and looks at all of it in the end. */
export async function perform(acts: readonly Act[]): Promise<void> {
  const stage = await openStage();
  try {
    await forward({ strategy: 'Direct' })(stage, []); // something to go back to
    let deaths = 0;
    for (const { name, plot, points, perhaps } of acts) {
      await plot(stage, [...points, ...perhaps]);
      // A deployment is over before its execution is: the last point may still lie ahead.
      const isOver = (died: readonly string[]) => points.every((point) => died.includes(point));
      const died = await until(async () => stage.orders.deaths(), isOver, 60).catch(stage.orders.deaths);
      expect({ name, missed: points.filter((point) => !died.includes(point)) }).toStrictEqual({ name, missed: [] });
      deaths += died.length;
    }
    expect(stage.plane.deaths()).toBe(deaths);
    await endsRight(stage);
    console.log(`${deaths} deaths in ${acts.length} deployments; restarts ${spreadOf(stage.plane.restartsMs)}`);
  } finally {
    await stage.close();
  }
}
