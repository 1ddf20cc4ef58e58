import { STAGES } from '../../lib/stages.ts';
import { alarmSuite } from './suites/alarms.ts';
import { dataSuite } from './suites/data.ts';
import { functionSuite } from './suites/functions.ts';
import { ingressSuite } from './suites/ingress.ts';
import { keySuite } from './suites/keys.ts';
import { lifetimeSuite } from './suites/lifetimes.ts';
import { nagSuite } from './suites/nag.ts';
import { permissionSuite } from './suites/permissions.ts';
import { synthesisSuite } from './suites/synthesis.ts';
import { workflowSuite } from './suites/workflow.ts';
import type { Made } from './support/made.ts';
import { synthesise } from './support/synthesise.ts';

const ISSUER = { issuer: 'https://id.example.com/', audience: 'plumbline' };

// Loading CDK and making an app are slow, so all suites look at the same few.
const made: readonly Made[] = [
  { name: 'prod', stage: STAGES.prod, ...synthesise({ stage: 'prod', ...ISSUER }, { checked: true }) },
  { name: 'dev', stage: STAGES.dev, ...synthesise({ stage: 'dev' }, { checked: true }) },
  {
    name: 'prod, function URLs',
    stage: { ...STAGES.prod, ingress: 'function-url' },
    ...synthesise({ stage: 'prod', ingress: 'function-url', ...ISSUER }),
  },
  { name: 'local', stage: STAGES.local, ...synthesise({ stage: 'local', ...ISSUER }) },
  { name: 'local-http', stage: STAGES['local-http'], ...synthesise({ stage: 'local-http', ...ISSUER }) },
];

permissionSuite(made);
keySuite(made);
dataSuite(made);
lifetimeSuite(made);
functionSuite(made);
ingressSuite(made);
workflowSuite(made);
alarmSuite(made);
nagSuite(made);
synthesisSuite(made, ISSUER);
