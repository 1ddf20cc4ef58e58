import { expect } from 'vitest';
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
      const died = stage.orders.deaths();
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
