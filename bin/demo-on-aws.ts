import { randomBytes } from 'node:crypto';
import type { ControlPlane, DemoRole } from '../demo/control-plane.ts';
import { EMULATORS } from '../local/emulator.ts';
import { takeDown } from '../local/find-emulator.ts';
import { mintToken } from '../local/issuer/issuer.ts';
import { type LocalState, readState } from '../local/state.ts';
import { bringUp } from '../local/up.ts';
import type { Role } from '../schemas/principal.ts';

const ROLES: Readonly<Record<DemoRole, Role>> = { developer: 'Developer', operator: 'Operator', admin: 'Admin' };
/** Emulator, functions, agents and services share one machine. */
const PATIENCE = 6;

const answers = ({ url }: LocalState): Promise<boolean> =>
  fetch(`${url}/api/v1/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** The deployment that `npm run local` made, if it is up; else one that is brought up now and ends with the demo. */
export async function openOnAws(say: (line: string) => void): Promise<ControlPlane> {
  const found = (['given', ...EMULATORS] as const).flatMap((name) => readState(name) ?? []);
  const [running] = (await Promise.all(found.map(answers))).flatMap((up, index) => (up ? [found[index]] : []));
  if (running) say(`The control plane is the one that is deployed on ${running.emulator}.`);
  else say('An emulated AWS comes up, and the control plane is deployed on it by the CDK.');
  const state = running ?? (await bringUp({ say: (line) => say(`  ${line}`) }));
  return {
    url: state.url,
    mark: randomBytes(3).toString('hex'),
    patience: PATIENCE,
    token: (role, subject) => mintToken(state.issuer, { subject, role: ROLES[role], lifetimeSeconds: 3600 }),
    close: async () => {
      if (!running) await takeDown(state.emulator);
    },
  };
}
