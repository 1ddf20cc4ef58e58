/* Runs on each emulator. */
import { answersAsDeclared } from '../../journeys/stories/answers-as-declared.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

answersAsDeclared(playedOnAws());
