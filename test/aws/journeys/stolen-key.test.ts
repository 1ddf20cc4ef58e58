/* Runs on each emulator. */
import { stolenKey } from '../../journeys/stories/stolen-key.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

stolenKey(playedOnAws());
