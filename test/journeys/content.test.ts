import { playedOn } from '../support/played-on.ts';
import { contents } from './stories/content.ts';

contents(playedOn());
