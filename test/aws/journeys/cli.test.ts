/* Runs on each emulator. */
import { dayWithPlumb } from '../../journeys/stories/cli.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

dayWithPlumb(playedOnAws());
