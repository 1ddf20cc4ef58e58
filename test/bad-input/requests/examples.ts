import { quietCheckIn, type TestNode } from '../../support/test-node.ts';
import { THERE, type Victim } from '../victim.ts';

const because = 'card payments fail since 09:12';
const fingerprint = `SHA256:${'A'.repeat(43)}`;
const { digest } = THERE;
const health = {
  errorRateIncrease: 5,
  latencyIncrease: 50,
  latencyFloorMilliseconds: 25,
  failedHealthChecks: 10,
  metrics: [{ metric: 'declined', maxPerRequest: 0.5, increasePerRequest: 0.1 }],
  onNoData: 'hold',
  holdDeadline: 'PT30M',
  minimumSample: { requests: 20, probes: 3 },
};
const every = { healthCheckEnabled: true, autoPromote: true, nodeDeadline: 'PT10M', health };
const STRATEGIES = [
  { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT5M', ...every },
  { strategy: 'BlueGreen', verificationPeriod: 'PT5M', keepBlueDuration: 'PT1H', ...every },
  { strategy: 'Rolling', batchSize: 5, batchInterval: 'PT1M', stopOnFailure: true, ...every },
  { strategy: 'Direct', ...every },
];
const envelope = {
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from('{}').toString('base64'),
  signatures: [{ keyid: fingerprint, sig: 'AAAA' }],
};
const counts = {
  requests: 10,
  errors: 1,
  probesOk: 3,
  probesFailed: 0,
  latency: [[20, 10]],
  custom: { declined: 0.5 },
};
const checkIn = {
  ...quietCheckIn(),
  needs: [digest],
  running: { epoch: 1, generation: 1, digest },
  resident: [{ generation: 1, digest }],
  components: [{ name: 'pay.production', kind: 'config', version: '1.0.0', digest }],
  sample: { bootId: THERE.deployment, sequence: 1, generation: 1, counts, sinceBoot: counts },
  probe: 'ok',
  swap: { generation: 1, digest, attempts: 1, reason: 'hook', quarantined: false },
  evidence: [{ kind: 'fork' }],
  refusals: [{ code: 'fork', digest, generation: 1, detail: 'seen', envelopes: [envelope] }],
  ahead: [envelope],
  ordersDone: [{ id: 'order-1', result: 'done', detail: 'well' }],
  liveness: 'alive',
};

const startWith = (strategy: object) => ({
  cluster: THERE.cluster,
  snapshot: THERE.snapshot,
  revision: 1,
  strategy,
  selector: { matchLabels: { site: 'north' } },
  justification: because,
});
const starts = [
  ...STRATEGIES.map(startWith),
  { cluster: THERE.cluster, configName: THERE.config, configVersion: THERE.version, strategy: STRATEGIES[3] },
];
const justified = [{ justification: because }];
const revision = 1;
const entries = [{ entries: [{ subject: 'alice', rights: ['read'] }] }];

/** Request bodies of every operation that has one, in which together every member of its shape occurs. */
export function bodiesOf({ node, enrolmentToken }: Pick<Victim, 'node' | 'enrolmentToken'>) {
  const bodies: Readonly<Record<string, readonly unknown[]>> = {
    createConfig: [
      {
        name: 'rates.production',
        environment: 'Production',
        kind: 'config',
        rail: 'default',
        schema: THERE.schema,
        requiredVerdicts: ['schema'],
        defaultStrategy: STRATEGIES[0],
        riskFloor: 'Low',
        owner: 'alice',
        description: 'what cards cost',
      },
      ...STRATEGIES.slice(1).map((defaultStrategy) => ({ name: 'rates.production', defaultStrategy })),
    ],
    publishVersion: [
      {
        version: '9.0.0',
        tags: ['beta'],
        allowLower: true,
        justification: because,
        note: 'why',
        content: { limit: 1 },
      },
      { version: '9.0.0', upload: { sha256: digest, sizeBytes: 5 }, mediaType: 'application/wasm' },
      { version: '9.0.0', from: 'other.staging@1.2.0' },
    ],
    openUpload: [{ sha256: digest, sizeBytes: 5 }],
    setTags: [{ tags: ['stable', 'beta'] }],
    reviewVersion: [{ verdict: 'passed', note: 'compared' }],
    revokeVersion: justified,
    eraseContent: justified,
    registerSchema: [{ name: 'fees', version: '1.0.0', schema: { type: 'object' }, description: 'fees of cards' }],
    createSnapshot: [
      {
        name: 'second',
        configs: { [THERE.config]: THERE.version },
        clusters: [THERE.cluster],
        summary: 'second one',
        risk: 'Low',
        effectiveFrom: '2026-11-22T09:30:00.000Z',
        effectiveTo: '2026-12-22T09:30:00.000Z',
      },
    ],
    validateSnapshot: [{ revision }],
    approveSnapshot: [{ revision, digest, note: 'read it' }],
    rejectSnapshot: [{ revision, note: 'wrong limits' }],
    breakGlass: [{ revision, justification: because }],
    startDeployment: starts,
    previewPlan: starts,
    pauseDeployment: justified,
    resumeDeployment: justified,
    advanceDeployment: justified,
    widenDeployment: justified,
    stopDeployment: justified,
    rollBackDeployment: justified,
    rollBackCluster: [{ snapshot: THERE.snapshot, revision, justification: because }],
    liftPin: justified,
    recoverCluster: justified,
    setConfigAccess: entries,
    setClusterAccess: entries,
    createEnrolmentToken: [{ cluster: THERE.cluster, uses: 2, expiresIn: 'PT1H', labels: { site: 'north' } }],
    enrolNode: [{ request: node.enrolmentRequest(enrolmentToken) }],
    issueNodeToken: [{ assertion: node.assertion() }],
    checkIn: [checkIn],
    storeReceipts: [{ receipts: [receiptOf(node)] }],
    forceSync: justified,
    unquarantineNode: justified,
    confirmReplacement: [{ fingerprint, justification: because }],
    setNodeLabels: [{ labels: { site: 'north' } }],
    eraseEvent: [{ stream: `local/config/${THERE.config}`, revision, justification: because }],
    loadRoot: [envelope],
  };
  return bodies;
}

const receiptOf = (node: TestNode): string =>
  node.receipt({ cluster: THERE.cluster, generation: 1, digest, configs: { [THERE.config]: digest } });
