/* Runs on each emulator. */
import { secondVerifier } from '../../journeys/stories/second-verifier.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

secondVerifier(playedOnAws());
