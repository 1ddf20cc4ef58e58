/* Runs on each emulator. */
import { contents } from '../../journeys/stories/content.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

contents(playedOnAws());
