import { playedOn } from '../support/played-on.ts';
import { strategies } from './stories/strategies.ts';

strategies(playedOn());
