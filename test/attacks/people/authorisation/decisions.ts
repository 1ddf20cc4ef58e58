import {
  LIST,
  nameOf,
  next,
  ofCluster,
  ofConfig,
  ofDeployment,
  ofSnapshot,
  ofVersion,
  type RouteDecision,
  type Told,
  WHY,
} from './decision.ts';
import { ENROLMENT_DECISIONS } from './decisions-of-nodes.ts';

type Decisions = Readonly<Record<string, RouteDecision>>;
const hidden = (absent: Told) => ({ other: absent, absent });
const config = hidden('404 config_unknown');
const version = { params: ofVersion, ...config };
const snapshot = hidden('404 snapshot_unknown');
const deployment = { params: ofDeployment, ...hidden('404 deployment_unknown') };
const cluster = { params: ofCluster, ...hidden('404 cluster_unknown') };
const judged = { params: ofSnapshot('judged'), body: () => ({ revision: 1 }), ...snapshot };
const TAKEN = 'a name is taken by whoever comes first';
const DIRECT = { strategy: 'Direct' };

const META: Decisions = { getHealth: LIST, getOpenApi: LIST, getRoot: LIST, publicKeys: LIST };

const CONFIGS: Decisions = {
  createConfig: {
    body: (_estate, there) => ({ name: there ? nameOf('config', true) : `new-${next()}.development` }),
    own: '409 already_exists',
    other: '409 already_exists',
    absent: '201',
    because: TAKEN,
  },
  listConfigs: LIST,
  getConfig: { params: ofConfig, own: '200', ...config },
  publishVersion: {
    params: ofConfig,
    body: () => ({ version: `2.0.${next()}`, content: { rate: next() } }),
    own: '201',
    ...config,
  },
  openUpload: { params: ofConfig, body: () => ({ sha256: 'a'.repeat(64), sizeBytes: 1 }), own: '201', ...config },
  listVersions: { params: ofConfig, own: '200', ...config },
  getVersion: { ...version, own: '200' },
  getContent: { ...version, own: '200' },
  diffVersions: {
    params: (_estate, there) => ({ name: nameOf('config', there), v1: '1.0.0', v2: nameOf('version', there) }),
    own: '200',
    ...config,
  },
  setTags: { ...version, body: () => ({ tags: ['stable'] }), own: '200' },
  reviewVersion: { ...version, body: () => ({ verdict: 'passed', note: 'read it' }), own: '200' },
  revokeVersion: {
    params: (_estate, there) => ({ name: nameOf('config', there), version: there ? '1.0.0' : '9.9.9' }),
    body: () => WHY,
    own: '200',
    ...config,
  },
  eraseContent: { ...version, body: () => WHY, own: '409 version_not_revoked' },
};

const SCHEMAS: Decisions = {
  registerSchema: {
    body: () => ({ name: `new-${next()}`, version: '1.0.0', schema: { type: 'object' } }),
    own: '201',
  },
  listSchemas: LIST,
  // Schemas have no access lists: everybody with a role may read them.
  getSchema: {
    params: (_estate, there) => ({ id: nameOf('schema', there) }),
    own: '200',
    other: '200',
    absent: '404 schema_unknown',
  },
  validateDocument: {
    params: (_estate, there) => ({ id: nameOf('schema', there) }),
    body: () => ({}),
    own: '200',
    other: '200',
    absent: '404 schema_unknown',
  },
};

const SNAPSHOTS: Decisions = {
  createSnapshot: {
    body: (_estate, there) => ({
      name: there ? nameOf('snapshot', true) : `new-${next()}`,
      configs: { [nameOf('config', true)]: '1.1.0' },
      clusters: [nameOf('cluster', true)],
      summary: 'a change',
    }),
    own: '201',
    other: '409 already_exists',
    absent: '201',
    // The name is free; what it would be for is not there for them.
    absentToOthers: '404 cluster_unknown',
    because: TAKEN,
  },
  listSnapshots: LIST,
  getSnapshot: { params: ofSnapshot('snapshot'), own: '200', ...snapshot },
  listRevisions: { params: ofSnapshot('snapshot'), query: 'limit=1', own: '200', ...snapshot },
  validateSnapshot: { ...judged, own: '200' },
  approveSnapshot: { ...judged, own: '200' },
  rejectSnapshot: { ...judged, body: () => ({ revision: 1, note: 'not before the audit' }), own: '200' },
  breakGlass: { ...judged, body: () => ({ revision: 1, ...WHY }), own: '200' },
};

const command = { ...deployment, body: () => WHY, own: '409 deployment_not_running' } as const;
const DEPLOYMENTS: Decisions = {
  startDeployment: {
    body: (_estate, there) => ({
      snapshot: nameOf('snapshot', there),
      strategy: DIRECT,
      selector: { matchLabels: { zone: 'nowhere' } },
    }),
    own: '422 no_nodes',
    ...snapshot,
  },
  previewPlan: {
    body: (_estate, there) => ({ snapshot: nameOf('snapshot', there), strategy: DIRECT }),
    own: '200',
    ...snapshot,
  },
  listDeployments: LIST,
  getDeployment: { ...deployment, own: '200' },
  listDeploymentNodes: { ...deployment, own: '200' },
  getDeploymentReport: { ...deployment, own: '200' },
  listDeploymentEvents: { ...deployment, own: '200' },
  pauseDeployment: command,
  resumeDeployment: command,
  advanceDeployment: command,
  widenDeployment: command,
  stopDeployment: command,
  // What ran before was revoked since.
  rollBackDeployment: { ...command, own: '409 version_revoked' },
};

const CLUSTERS: Decisions = {
  listClusters: LIST,
  getCluster: { ...cluster, own: '200' },
  getRelease: { ...cluster, own: '200' },
  getDirective: { ...cluster, own: '200' },
  getCohesion: { ...cluster, own: '200' },
  listClusterHistory: { ...cluster, own: '200' },
  rollBackCluster: { ...cluster, body: () => ({ snapshot: 'rates-1.0.0', ...WHY }), own: '409 version_revoked' },
  liftPin: {
    ...cluster,
    params: (_estate, there) => ({ name: nameOf('cluster', there), digest: nameOf('digest', there) }),
    body: () => WHY,
    own: '404 not_found',
  },
  recoverCluster: { ...cluster, body: () => WHY, own: '200' },
};

const LISTS: Decisions = {
  // Of an Admin alone, who may read everything; a list may be there before its thing.
  getConfigAccess: { params: ofConfig, own: '200', other: '200', absent: '200' },
  setConfigAccess: {
    params: ofConfig,
    body: (estate, there) => ({ entries: there ? estate.entries : null }),
    own: '200',
    other: '200',
    absent: '200',
  },
  getClusterAccess: { params: ofCluster, own: '200', other: '200', absent: '200' },
  setClusterAccess: {
    params: ofCluster,
    body: (estate, there) => ({ entries: there ? estate.entries : null }),
    own: '200',
    other: '200',
    absent: '200',
  },
};

/** Every route of people by its operation; one that is missing here fails the test. */
export const DECISIONS: Decisions = {
  ...META,
  ...CONFIGS,
  ...SCHEMAS,
  ...SNAPSHOTS,
  ...DEPLOYMENTS,
  ...CLUSTERS,
  ...LISTS,
  ...ENROLMENT_DECISIONS,
};
