/* Runs on each emulator. */
import { steering } from '../../journeys/stories/steering.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

steering(playedOnAws());
