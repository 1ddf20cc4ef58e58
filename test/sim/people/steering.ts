import { CHOOSER, CLUSTER_NAME } from '../cast.ts';
import { must } from '../watch/broken.ts';
import { type Deed, JUSTIFIED, type Office } from './office.ts';

/* What people do to deployments and their cluster, at good moments and bad ones. */

const onDeployment = async (office: Office, verb: string, body: object = JUSTIFIED): Promise<void> => {
  const [id] = office.someDeployment() ?? [];
  if (id !== undefined) await office.ask('Operator/otto', `POST /deployments/${id}/${verb}`, body);
};

const VERBS = [
  'pause',
  'pause',
  'resume',
  'resume',
  'advance',
  'advance',
  'widen',
  'widen',
  'stop',
  'rollback',
] as const;

const steer: Deed = async (office) => {
  if (office.openDeployment()?.[1].state.reasons[0]?.code === 'partial_proven') return onDeployment(office, 'widen');
  return onDeployment(office, office.chance.pick(VERBS));
};

/** Pauses, pauses again, and goes on. */
const hesitate: Deed = async (office) => {
  for (const verb of ['pause', 'pause', 'resume', 'resume']) await onDeployment(office, verb);
};

/** Several people act at once, each not knowing of the others. */
const collide: Deed = async (office) => {
  const { ask, chance } = office;
  const acts = Array.from({ length: 3 }, () => chance.pick([steer, goBack, liftPins, recover, startAgain]));
  await Promise.all(acts.map((act) => act(office)));
  const [id] = office.someDeployment() ?? [];
  if (id === undefined) return;
  const verbs = chance.pick([
    ['stop', 'rollback'],
    ['advance', 'pause'],
    ['pause', 'resume', 'rollback'],
  ]);
  await Promise.all(verbs.map((verb) => ask('Operator/otto', `POST /deployments/${id}/${verb}`, JUSTIFIED)));
};

/** What is well already, once more. */
export const startAgain: Deed = async ({ ask, latest, chance }) => {
  if (latest.size === 0) return; // set back to before the first version
  const [configName, configVersion] = chance.pick([...latest]);
  const body = { configName, configVersion, cluster: CLUSTER_NAME, strategy: { strategy: 'Direct' } };
  await ask('Operator/olga', 'POST /deployments', body);
};

const NOWHERE = '00000000-0000-4000-8000-ffffffffffff';
/** What is not there is not found, whatever is asked of it. */
const missTheMark: Deed = async ({ ask, chance }) => {
  const of = chance.pick([
    `POST /deployments/${NOWHERE}/${chance.pick(VERBS)}`,
    'POST /clusters/nowhere.development/recover',
    `POST /clusters/nowhere.development/pins/${'e'.repeat(64)}/lift`,
    'POST /configs/payments.development/versions/9.9.9/revoke',
    'POST /configs/nowhere.development/versions/9.9.9/revoke',
  ] as const);
  const missed = await ask('Operator/otto', of, JUSTIFIED);
  must('I3', missed === undefined || missed.status >= 400, () => `${of} did something`);
};

const goBack: Deed = async ({ ask, history, chance }) => {
  const { state } = history.clusters.get(CLUSTER_NAME) ?? {};
  const earlier = state?.activations.at(chance.between(0, 3));
  if (!earlier) return;
  const { name: snapshot, revision } = earlier.snapshot;
  await ask(CHOOSER, `POST /clusters/${CLUSTER_NAME}/rollback`, { snapshot, revision, ...JUSTIFIED });
};

/** The same content once more, although it was found bad. */
const again: Deed = async ({ ask, history }) => {
  const { state } = [...history.deployments.values()].findLast((each) => each.state.rolledBackBy !== null) ?? {};
  if (!state) return;
  const { name: snapshot, revision } = state.snapshot;
  if (snapshot.startsWith('implicit.')) return;
  await ask('Operator/otto', 'POST /deployments', { snapshot, revision, strategy: { strategy: 'Direct' } });
};

export const liftPins: Deed = async ({ ask, history, chance }) => {
  const pins = history.clusters.get(CLUSTER_NAME)?.state.pins ?? [];
  for (const { contentDigest } of pins)
    await ask('Operator/otto', `POST /clusters/${CLUSTER_NAME}/pins/${contentDigest}/lift`, JUSTIFIED);
  if (chance.happens(0.1))
    await ask('Operator/otto', `POST /clusters/${CLUSTER_NAME}/pins/${'e'.repeat(64)}/lift`, JUSTIFIED);
};

/** Goes on above what the nodes have shown; without need it changes nothing. */
export const recover: Deed = async ({ ask }) => {
  await ask('Operator/otto', `POST /clusters/${CLUSTER_NAME}/recover`, JUSTIFIED);
};

export const STEERING: readonly (readonly [number, Deed])[] = [
  [14, steer],
  [2, hesitate],
  [4, collide],
  [2, startAgain],
  [1, missTheMark],
  [2, goBack],
  [2, again],
  [2, liftPins],
  [1, recover],
];

/** Ends whatever still runs, so that what comes next may start. @returns whether something was in the way */
export async function clear(office: Office): Promise<boolean> {
  const { ask, history } = office;
  const { signingStopped, pins = [] } = history.clusters.get(CLUSTER_NAME)?.state ?? {};
  if (signingStopped) await recover(office);
  await liftPins(office);
  const [id] = office.openDeployment() ?? [];
  if (id === undefined) return Boolean(signingStopped) || pins.length > 0;
  await ask('Operator/otto', `POST /deployments/${id}/rollback`, JUSTIFIED);
  for (const verb of ['stop', 'resume', 'advance'])
    if (office.openDeployment()) await ask('Operator/otto', `POST /deployments/${id}/${verb}`, JUSTIFIED);
  return true;
}
