import { it } from 'vitest';
import { endsBadly, SABOTAGE_MS } from './stories/sabotage.ts';

/* The one whose story goes on longest before it breaks; the others are in demo-sabotage.deep.ts. */
it('npm run demo -- --sabotage no-tamper ends badly', { timeout: SABOTAGE_MS }, () =>
  endsBadly('no-tamper', /^expected the tampered file to be found; saw \[\]/),
);
