import { afterAll, beforeAll, vi } from 'vitest';
import { openEmbeddedPlane } from './embedded-plane.ts';
import { type Journey, journeyOn } from './journey.ts';
import type { Plane } from './plane.ts';

/** Work of many agents on a shared machine; every wait inside is bounded by itself. */
const STORY_MS = 60_000;

/** The journey of the stories of one file, on a plane opened before the first of them and closed after the last. */
export function playedOn(open: () => Promise<Plane> = openEmbeddedPlane, storyMs: number = STORY_MS): Journey {
  vi.setConfig({ testTimeout: storyMs, hookTimeout: storyMs });
  let plane: Plane | undefined;
  const journey = journeyOn(() => {
    if (!plane) throw new Error('only inside tests and hooks');
    return plane;
  });
  beforeAll(async () => {
    plane = await open();
  });
  afterAll(async () => {
    await journey.rest();
    await plane?.close();
  });
  return journey;
}
