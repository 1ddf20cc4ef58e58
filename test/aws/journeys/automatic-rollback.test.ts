/* Runs on each emulator. */
import { automaticRollback } from '../../journeys/stories/automatic-rollback.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

automaticRollback(playedOnAws());
