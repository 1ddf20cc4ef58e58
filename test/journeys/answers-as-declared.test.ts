import { playedOn } from '../support/played-on.ts';
import { answersAsDeclared } from './stories/answers-as-declared.ts';

answersAsDeclared(playedOn());
