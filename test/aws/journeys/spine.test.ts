/* Runs on each emulator. */
import { spine } from '../../journeys/stories/spine.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

const TITLE =
  'real processes: publish, snapshot, canary by Step Functions, agents that fetch from S3 what KMS has signed, one log';

spine(playedOnAws(), TITLE, async () => {});
