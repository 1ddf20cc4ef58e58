/* Runs on each emulator. */
import { nodeReplacement } from '../../journeys/stories/node-replacement.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

nodeReplacement(playedOnAws());
