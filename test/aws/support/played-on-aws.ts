import { afterEach } from 'vitest';
import type { Journey } from '../../support/journey.ts';
import { playedOn } from '../../support/played-on.ts';
import { deployedPlane } from './deployed-plane.ts';

const STORY_MS = 300_000;

/** The stories of one file on the deployed control plane; agents of a story that is told give way to the next one's. */
export function playedOnAws(): Journey {
  const journey = playedOn(async () => deployedPlane(), STORY_MS);
  afterEach(() => journey.rest());
  return journey;
}
