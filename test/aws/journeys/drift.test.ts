/* Runs on each emulator. */
import { drifting } from '../../journeys/stories/drift.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

drifting(playedOnAws());
