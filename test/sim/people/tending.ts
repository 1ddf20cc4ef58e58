import { enrolmentTokenText, readEnrolmentToken } from '../../../core/enrolment-token/token-text.ts';
import { publicKeyOfJwk } from '../../../core/integrity/keys.ts';
import { CLUSTER_NAME } from '../cast.ts';
import type { Machine } from '../fleet/machine.ts';
import { must } from '../watch/broken.ts';
import { type Deed, JUSTIFIED, type Office } from './office.ts';

/* What people do to single nodes and to enrolment tokens. */

const some = ({ chance, fleet }: Office): Machine => chance.pick(fleet.machines);

/** Labels that selectors use stay; one more comes or goes. */
const label: Deed = async (office) => {
  const { ask, chance } = office;
  const machine = some(office);
  const id = await machine.nodeId();
  if (id === undefined) return;
  const labels = { half: machine.half, ...(chance.happens(0.7) ? { rack: `r${chance.between(1, 3)}` } : {}) };
  for (const each of [labels, labels]) await ask('Operator/otto', `PATCH /nodes/${id}/labels`, { labels: each });
  const many = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`label-${index}`, 'x'.repeat(60)]));
  const refused = await ask('Operator/otto', `PATCH /nodes/${id}/labels`, { labels: many });
  must('I3', refused === undefined || refused.status >= 400, () => `${id} got labels that crowd its head`);
};

const order: Deed = async (office) => {
  const id = await some(office).nodeId();
  if (id === undefined) return;
  await office.ask('Operator/otto', `POST /nodes/${id}/force-sync`, JUSTIFIED);
  await office.ask('Operator/otto', `POST /nodes/${id}/unquarantine`, JUSTIFIED);
};

/** Every node reads back, repairs and proves again: what helps who has told one thing and remembers another. */
export const forceSyncAll: Deed = async ({ ask, fleet }) => {
  for (const machine of fleet.machines) {
    const id = await machine.nodeId();
    if (id !== undefined) await ask('Operator/otto', `POST /nodes/${id}/force-sync`, JUSTIFIED);
  }
};

/** Every node may try again what failed too often on it. @returns whether one had to */
export async function unquarantineAll({ ask, fleet }: Office): Promise<boolean> {
  let found = false;
  for (const machine of fleet.machines) {
    const id = await machine.nodeId();
    const quarantine = id && (await ask('Viewer/vera', `GET /nodes/${id}`))?.body['quarantine'];
    if (!quarantine) continue;
    found = true;
    await ask('Operator/otto', `POST /nodes/${id}/unquarantine`, JUSTIFIED);
  }
  return found;
}

/** A node is taken out of service for ever; its machine comes back as another one. */
const remove: Deed = async (office) => {
  const machine = some(office);
  const id = await machine.nodeId();
  if (id === undefined) return;
  const removed = await office.ask('Operator/otto', `DELETE /nodes/${id}`);
  if (removed?.status !== 204) return;
  const after = await office.ask('Operator/otto', `POST /nodes/${id}/force-sync`, JUSTIFIED);
  must('I2', after === undefined || after.status >= 400, () => `${id} was removed and takes orders`);
  await office.ask('Operator/otto', `PATCH /nodes/${id}/labels`, { labels: { half: machine.half } });
  await machine.reinstall();
};

/** A new machine takes the place of a broken one, once somebody has compared the fingerprint of its key. */
const replace: Deed = async (office) => {
  const machine = some(office);
  const id = await machine.nodeId();
  if (id === undefined) return;
  await confirm(office, id);
  const { token } = (await office.ask('Operator/otto', `POST /nodes/${id}/replace`, {}))?.body ?? {};
  if (typeof token !== 'string') return;
  await machine.reinstall(token);
  await office.fleet.pause(office.chance.between(2_000, 20_000));
  if (office.chance.happens(0.4)) {
    // That one breaks as well, before anybody has looked at it.
    const another = (await office.ask('Operator/otto', `POST /nodes/${id}/replace`, {}))?.body['token'];
    if (typeof another === 'string') await machine.reinstall(another);
    await office.fleet.pause(office.chance.between(2_000, 20_000));
  }
  await confirm(office, id);
};

async function confirm({ ask }: Office, id: string): Promise<void> {
  const pending = (await ask('Viewer/vera', `GET /nodes/${id}`))?.body['pending'] as
    | { fingerprint?: string }
    | undefined;
  const say = (fingerprint: string) =>
    ask('Operator/otto', `POST /nodes/${id}/replace/confirm`, { fingerprint, ...JUSTIFIED });
  const wrong = await say(`SHA256:${'A'.repeat(43)}`);
  must('I2', wrong === undefined || wrong.status >= 400, () => `${id} was given a key that nobody compared`);
  if (pending?.fingerprint) await say(pending.fingerprint);
}

/** A machine that waits for somebody to confirm it, or that the control plane does not know, is put right. @returns whether there was one */
export async function adoptLost(office: Office): Promise<boolean> {
  let found = false;
  for (const machine of office.fleet.machines) {
    const id = await machine.nodeId();
    const seen = id === undefined ? undefined : (await office.ask('Viewer/vera', `GET /nodes/${id}`))?.body;
    const own = publicKeyOfJwk((await machine.keys()).identity)?.keyId;
    const { pending, fingerprint } = (seen ?? {}) as { fingerprint?: string; pending?: { fingerprint: string } };
    const waits = id !== undefined && pending?.fingerprint === own;
    found ||= waits || fingerprint !== own;
    if (waits) await confirm(office, id);
    else if (fingerprint !== own) await machine.reinstall();
  }
  return found;
}

const tokenOf = async ({ ask }: Office, more: object = {}) =>
  (await ask('Operator/otto', 'POST /enrolment-tokens', { cluster: CLUSTER_NAME, ...more }))?.body as
    | { readonly id: string; readonly token: string }
    | undefined;

const askTooMuch: Deed = async (office) => {
  const labels = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`label-${index}`, 'x'.repeat(60)]));
  for (const more of [{ expiresIn: 'P91D' }, { labels }]) {
    const made = await tokenOf(office, more);
    must('I2', made?.token === undefined, () => `an enrolment token for ${JSON.stringify(more).slice(0, 40)}`);
  }
};

/** Whoever comes with a token that does not count gets nothing. */
const turnAway: Deed = async (office) => {
  const { ask, chance, fleet } = office;
  const kind = chance.pick(['withdrawn', 'expired', 'used up', 'of another cluster']);
  const made = await tokenOf(office, kind === 'expired' ? { expiresIn: 'PT1S' } : {});
  const parts = made?.token === undefined ? undefined : readEnrolmentToken(made.token);
  if (!made || !parts) return;
  let token = made.token;
  if (kind === 'withdrawn')
    for (const id of [made.id, made.id]) await ask('Operator/otto', `DELETE /enrolment-tokens/${id}`);
  if (kind === 'used up') await fleet.visit(token, 30_000);
  if (kind === 'of another cluster') token = enrolmentTokenText({ ...parts, cluster: 'other.development' });
  await fleet.pause(2_000);
  const { node, refused } = await fleet.visit(token, 30_000);
  // The first visitor may never have got through; then the token was still good.
  must('I2', node === undefined || (kind === 'used up' && !refused), () => `${kind}: ${node} enrolled`);
};

export const TENDING: readonly (readonly [number, Deed])[] = [
  [3, label],
  [2, order],
  [1, remove],
  [2, replace],
  [1, askTooMuch],
  [3, turnAway],
];
