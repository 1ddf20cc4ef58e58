import { existsSync } from 'node:fs';
import { startFront, startIssuer } from './beside.ts';
import { bootstrap, deploy } from './deploy/stacks.ts';
import { initTrust } from './deploy/trust.ts';
import { type Emulator, type EmulatorName, REGION } from './emulator.ts';
import { LocalFailure } from './failure.ts';
import { givenEmulator, STAGE_ON, startOrFind, takeDown } from './find-emulator.ts';
import { targetOf } from './front/targets.ts';
import { mintToken } from './issuer/issuer.ts';
import { FUNCTION_PIDS } from './localstack/start.ts';
import { type LocalState, readState, writeState } from './state.ts';

export interface UpOptions {
  /** Undefined: whatever answers at AWS_ENDPOINT_URL, else LocalStack. */
  readonly on?: EmulatorName;
  /** More of `cdk deploy -c name=value`. */
  readonly context?: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/**
 * Brings an emulated AWS up and deploys the app on it; again, and it deploys what has changed.
 * A failure ends what this call has started, and nothing that ran before.
 * @throws LocalFailure saying what is missing or went wrong, and where to look
 */
export async function bringUp(options: UpOptions): Promise<LocalState> {
  const { on, say } = options;
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  const given = on === undefined && endpoint ? await givenEmulator(endpoint) : undefined;
  if (given) {
    if (readState('given')?.endpoint !== given.emulator.endpoint) await takeDown('given'); // that was another one
    say(`Using the ${given.kind} at ${given.emulator.endpoint}`);
    return orNothing('given', readState('given') === undefined, () => deployOn(given.emulator, given.kind, options));
  }
  if (on === undefined && endpoint) say(`No emulated AWS answers at AWS_ENDPOINT_URL (${endpoint})`);
  const kind = on ?? 'localstack';
  say(`Starting ${kind} (installed into the project folder the first time)`);
  const { emulator, fresh } = await startOrFind(kind);
  say(`${kind} ${fresh ? 'runs' : 'ran already'} at ${emulator.endpoint}`);
  return orNothing(kind, fresh, () => deployOn(emulator, kind, options));
}

/** Does something, and if it fails ends what `name` stands for, if it was started for this alone. */
async function orNothing<T>(name: Emulator['name'], startedForThis: boolean, something: () => Promise<T>): Promise<T> {
  try {
    return await something();
  } catch (error) {
    if (startedForThis) await takeDown(name);
    throw error;
  }
}

async function deployOn(emulator: Emulator, kind: EmulatorName, { context = {}, say }: UpOptions): Promise<LocalState> {
  const before = readState(emulator.name);
  const issuer = await startIssuer(emulator, before);
  if (!before || emulator.name === 'given') {
    say('cdk bootstrap');
    await bootstrap(emulator);
  }
  const stage = STAGE_ON[kind];
  say(`cdk deploy, stage ${stage} (builds the functions first)`);
  const { stacks, outputs } = await deploy(emulator, {
    stage,
    context: { issuer: issuer.url, audience: issuer.audience, ...context },
  });
  const { PeopleUrl: people, NodeUrl: nodes } = outputs;
  if (!people || !nodes) throw new LocalFailure('The stack has no outputs PeopleUrl and NodeUrl.');
  const targets = { people: targetOf(people, emulator.endpoint), nodes: targetOf(nodes, emulator.endpoint) };
  const url = await startFront(emulator, targets, before);
  const token = await mintToken(issuer, { subject: 'admin', role: 'Admin', lifetimeSeconds: 600 });
  say('plumb trust init');
  const rootKey = await initTrust(emulator.name, url, token);
  const state: LocalState = {
    emulator: emulator.name,
    endpoint: emulator.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...(emulator.certificate ? { certificate: emulator.certificate } : {}),
    url,
    issuer,
    stage,
    stacks,
    outputs,
    rootKey,
    ...(existsSync(FUNCTION_PIDS) && emulator.name === 'localstack' ? { functionPids: FUNCTION_PIDS } : {}),
  };
  writeState(state);
  return state;
}
