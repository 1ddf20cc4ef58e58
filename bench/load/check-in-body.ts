import type { CheckInRequest } from '../../schemas/node-messages.ts';

const BOOT = '6f1f5a0e-1111-4222-8333-444455556666';

/** What a node of the fleet says: as much as an agent beside a small service does. */
export function checkInBody(
  held: { readonly epoch: number; readonly sequence: number },
  sequence: number,
  liveness: string | null,
): CheckInRequest {
  return {
    directive: held,
    labelsRevision: 0,
    rootVersion: 1,
    needs: [],
    running: null,
    resident: [],
    components: [],
    sample: {
      bootId: BOOT,
      sequence,
      generation: 0,
      counts: {
        requests: sequence * 9,
        errors: 0,
        probesOk: sequence,
        probesFailed: 0,
        latency: [
          [3, sequence * 5],
          [10, sequence * 4],
        ],
      },
    },
    probe: 'ok',
    resources: { cpu: 0.1, memory: 0.2 },
    connectivity: { offlineSeconds: 0, failures: 0 },
    swap: null,
    evidence: [],
    refusals: [],
    ahead: [],
    ordersDone: [],
    liveness,
  };
}
