/* Runs on each emulator. */
import { strategies } from '../../journeys/stories/strategies.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

strategies(playedOnAws());
