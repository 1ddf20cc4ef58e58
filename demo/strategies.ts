/**
 * Strategy documents as people write them. All processes of this demo share one machine with whatever else it does,
 * so a pause of a tenth of a second says nothing about a version: the latency trigger waits for two seconds more.
 */
const health = { latencyFloorMilliseconds: 2000, minimumSample: { requests: 10, probes: 1 } };

export const STRATEGIES = {
  direct: { strategy: 'Direct' },
  canary: {
    strategy: 'Canary',
    canaryPercentage: 10,
    phaseInterval: 'PT1S',
    healthCheckEnabled: true,
    autoPromote: true,
    health,
  },
  blueGreen: { strategy: 'BlueGreen', verificationPeriod: 'PT1S', keepBlueDuration: 'PT1S', health },
  rolling: { strategy: 'Rolling', batchSize: 4, batchInterval: 'PT1S', stopOnFailure: true, health },
  /** The broken version's: a third of the nodes first, watched for three seconds. */
  careful: {
    strategy: 'Canary',
    canaryPercentage: 30,
    phaseInterval: 'PT3S',
    healthCheckEnabled: true,
    autoPromote: true,
    health,
  },
} as const;
