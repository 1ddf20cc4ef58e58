import { playedOn } from '../support/played-on.ts';
import { automaticRollback } from './stories/automatic-rollback.ts';

automaticRollback(playedOn());
