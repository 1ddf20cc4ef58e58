import { playedOn } from '../support/played-on.ts';
import { nodeReplacement } from './stories/node-replacement.ts';

nodeReplacement(playedOn());
