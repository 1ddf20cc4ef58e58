import { describe, expect, it } from 'vitest';
import { decidePin } from '../../../core/cluster/decide-pin.ts';
import { accept, reject } from '../../../core/decision.ts';
import { DEPLOYMENT_ID as ONE } from '../../support/deployment-states.ts';
import { AT, created } from '../../support/issued-clusters.ts';
import { clusterAfter, pinned, release } from './successive-releases.ts';

describe('pins', () => {
  it('are set once, lifted with a reason, and not lifted when they are not there', () => {
    const pin = { type: 'PinContent', at: AT, release: release(1), deploymentId: ONE } as const;
    const lift = {
      type: 'LiftPin',
      at: AT,
      contentDigest: release(1).contentDigest,
      justification: 'found the cause',
    } as const;
    expect(decidePin(pin, created)).toStrictEqual(accept(pinned));
    expect(decidePin(pin, clusterAfter(pinned))).toStrictEqual(accept());
    expect(decidePin(lift, clusterAfter(pinned))).toStrictEqual(accept({ ...lift, type: 'PinLifted' }));
    expect(decidePin(lift, created)).toStrictEqual(reject('not_found', { contentDigest: release(1).contentDigest }));
  });
});
