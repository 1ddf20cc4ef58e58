import { it } from 'vitest';
import { endsBadly, SABOTAGE_MS } from './stories/sabotage.ts';

/* Each takes one pillar away. */
it.each([
  { sabotage: 'no-tamper', reason: /^expected the tampered file to be found; saw \[\]/ },
  { sabotage: 'no-break', reason: /^expected the broken version to be rolled back by itself; saw .*"completed"/ },
  {
    sabotage: 'failing-swap',
    reason: /^expected (?:deployment .* to end|fees-1\.0\.0 to be proven by every node); saw /,
  },
])('npm run demo -- --sabotage $sabotage ends badly', { timeout: SABOTAGE_MS }, ({ sabotage, reason }) =>
  endsBadly(sabotage, reason),
);
