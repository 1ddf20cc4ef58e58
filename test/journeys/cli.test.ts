import { openEmbeddedPlane } from '../support/embedded-plane.ts';
import { playedOn } from '../support/played-on.ts';
import { dayWithPlumb } from './stories/cli.ts';

dayWithPlumb(playedOn(() => openEmbeddedPlane({ PLUMB_CHECKPOINT_SECONDS: '1' })));
