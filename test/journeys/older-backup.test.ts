import { playedOn } from '../support/played-on.ts';
import { olderBackup } from './stories/older-backup.ts';

olderBackup(playedOn());
