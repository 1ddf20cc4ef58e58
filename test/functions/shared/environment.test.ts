import { describe, expect, it } from 'vitest';
import { Env as ControlEnv, type EnvVars as ControlVars } from '../../../functions/control/env.ts';
import { type EnvVars as NodeVars, readEnv } from '../../../functions/node/env.ts';
import { Env as ProjectEnv, type EnvVars as ProjectVars } from '../../../functions/project/env.ts';
import { Env as RolloutEnv, type EnvVars as RolloutVars } from '../../../functions/rollout/env.ts';
import { readEnvironment } from '../../../functions/shared/environment.ts';
import { Env as SweepEnv, type EnvVars as SweepVars } from '../../../functions/sweep/env.ts';
import { NAMES as ALL } from '../../support/function-environment.ts';

const { PLUMB_ISSUERS, PLUMB_AUTHORITY, PLUMB_CONTROL_PLANE, PLUMB_STREAMS_TABLE } = ALL;
const place = { PLUMB_AUTHORITY, PLUMB_CONTROL_PLANE, PLUMB_STREAMS_TABLE };
const pick = <K extends keyof typeof ALL>(...names: K[]): Pick<typeof ALL, K> =>
  Object.fromEntries(names.map((name) => [name, ALL[name]])) as Pick<typeof ALL, K>;

const control: ControlVars = {
  ...place,
  ...pick('PLUMB_PULSES_TABLE', 'PLUMB_BLOBS_BUCKET', 'PLUMB_AUDIT_BUCKET', 'PLUMB_DATA_KEY'),
  ...pick('PLUMB_RELEASE_KEY', 'PLUMB_CHECKPOINT_KEY', 'PLUMB_ROLLOUT_FUNCTION', 'PLUMB_ISSUERS'),
};
const rollout: RolloutVars = {
  ...place,
  ...pick('PLUMB_PULSES_TABLE', 'PLUMB_BLOBS_BUCKET', 'PLUMB_AUDIT_BUCKET', 'PLUMB_RELEASE_KEY', 'PLUMB_STATE_MACHINE'),
};
const project: ProjectVars = {
  ...place,
  ...pick('PLUMB_BLOBS_BUCKET', 'PLUMB_AUDIT_BUCKET', 'PLUMB_CHECKPOINT_KEY', 'PLUMB_DATA_KEY'),
  ...pick('PLUMB_STATE_MACHINE', 'PLUMB_BUS', 'PLUMB_ROLLOUT_FUNCTION'),
};
const sweep: SweepVars = { ...place, ...pick('PLUMB_PULSES_TABLE', 'PLUMB_DATA_KEY', 'PLUMB_STATE_MACHINE') };
const node: NodeVars = {
  ...place,
  ...pick('PLUMB_PULSES_TABLE', 'PLUMB_BLOBS_BUCKET', 'PLUMB_DATA_KEY', 'PLUMB_RELEASE_KEY'),
};

const ROOMS = [
  { room: 'control', vars: control, read: (from: object) => readEnvironment(ControlEnv, { ...from }) },
  { room: 'rollout', vars: rollout, read: (from: object) => readEnvironment(RolloutEnv, { ...from }) },
  { room: 'project', vars: project, read: (from: object) => readEnvironment(ProjectEnv, { ...from }) },
  { room: 'sweep', vars: sweep, read: (from: object) => readEnvironment(SweepEnv, { ...from }) },
  { room: 'node', vars: node, read: (from: object) => readEnv({ ...from }) },
];

describe('the environment of a function', () => {
  it.each(ROOMS)('$room takes exactly its own variables out of all there are', ({ vars, read }) => {
    const found = read({ ...ALL, PATH: '/bin', AWS_REGION: 'eu-west-1' });
    expect(Object.keys(found).toSorted()).toStrictEqual(Object.keys(vars).toSorted());
  });

  const one = ROOMS.flatMap(({ room, vars, read }) => Object.keys(vars).map((name) => ({ room, vars, read, name })));
  it.each(one)('$room does not start without $name, and says so', ({ vars, read, name }) => {
    expect(() => read({ ...vars, [name]: undefined })).toThrow(name);
    expect(() => read({ ...vars, [name]: '' })).toThrow(name);
  });

  it.each([
    { why: 'is not JSON', text: '{' },
    { why: 'names nobody', text: '[]' },
    { why: 'fetches keys over http', text: PLUMB_ISSUERS.replaceAll('https:', 'http:') },
  ])('control does not start when PLUMB_ISSUERS $why', ({ text }) =>
    expect(() => readEnvironment(ControlEnv, { ...control, PLUMB_ISSUERS: text })).toThrow('PLUMB_ISSUERS'),
  );

  it('lets nobody but rollout know both the release key and the state machine', () => {
    const both = ROOMS.filter(({ vars }) => 'PLUMB_RELEASE_KEY' in vars && 'PLUMB_STATE_MACHINE' in vars);
    expect(both.map(({ room }) => room)).toStrictEqual(['rollout']);
  });
});
