import { playedOn } from '../support/played-on.ts';
import { secondVerifier } from './stories/second-verifier.ts';

secondVerifier(playedOn());
