import { playedOn } from '../support/played-on.ts';
import { stolenKey } from './stories/stolen-key.ts';

stolenKey(playedOn());
