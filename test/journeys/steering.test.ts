import { playedOn } from '../support/played-on.ts';
import { steering } from './stories/steering.ts';

steering(playedOn());
