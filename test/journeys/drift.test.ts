import { playedOn } from '../support/played-on.ts';
import { drifting } from './stories/drift.ts';

drifting(playedOn());
