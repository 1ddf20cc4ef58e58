/*
 * Runs on LocalStack alone, and after everything else: the table is set back under the running agents, and the audit
 * log with it; its checkpoints, which the bucket remembers, stop there as they should.
 */
import { olderBackup } from '../../journeys/stories/older-backup.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

olderBackup(playedOnAws());
