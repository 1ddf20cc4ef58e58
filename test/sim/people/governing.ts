import { rotateRoot, signRoot } from '../../../cli/trust/root-file.ts';
import { readCanonical } from '../../../core/integrity/read-canonical.ts';
import { buildRoot } from '../../../core/trust/build-root.ts';
import { type DsseEnvelope, TrustRoot } from '../../../schemas/documents.ts';
import type { TrustKeysAnswer, TrustRootAnswer } from '../../../schemas/trust.ts';
import { CLUSTER_NAME, CONFIGS } from '../cast.ts';
import { must } from '../watch/broken.ts';
import type { Deed, Office } from './office.ts';

/* Who may do what, and whose keys count. */

/** Everybody keeps their rights; the list is there, is another one, or is gone. */
const setAccess: Deed = async ({ ask, chance }) => {
  const everybody = ['dora', 'otto', 'olga', 'cleo', 'vera'].map((subject) => ({
    subject,
    rights: ['read', 'write', 'operate'],
  }));
  const of = chance.pick([`/configs/${chance.pick(CONFIGS)}/access`, `/clusters/${CLUSTER_NAME}/access`] as const);
  const entries = chance.pick([null, everybody, everybody.toReversed()]);
  for (const each of [entries, entries]) await ask('Admin/ada', `PUT ${of}`, { entries: each });
  const crowd = Array.from({ length: 200 }, (_, index) => ({
    subject: `${index}`.padStart(80, 's'),
    rights: ['read'],
  }));
  const refused = await ask('Admin/ada', `PUT ${of}`, { entries: crowd });
  must('I3', refused === undefined || refused.status >= 400, () => `a list for a crowd was stored at ${of}`);
};

async function rootNow({ ask }: Office): Promise<{ root: TrustRoot; envelope: DsseEnvelope } | undefined> {
  const { envelope } = ((await ask('Viewer/vera', 'GET /trust/root'))?.body ?? {}) as Partial<TrustRootAnswer>;
  if (!envelope) return undefined;
  const read = readCanonical(Buffer.from(envelope.payload, 'base64'));
  return { envelope, root: TrustRoot.parse(read?.value) };
}

/**
 * What was rotated after the backup comes before anything else: nodes that followed it never take another root of its
 * number.
 */
export async function loadKeptRoots({ ask, disk }: Office): Promise<boolean> {
  for (const root of disk.keptRoots.values()) if (!(await ask('Admin/ada', 'POST /trust/root', root))) return false;
  return true;
}

/**
 * The next root, signed by the people who hold its key.
 * @param raise to a new epoch: everything signed before is out of force
 */
export async function rotate(office: Office, raise: boolean): Promise<void> {
  const { ask, disk } = office;
  if (!(await loadKeptRoots(office))) return;
  const now = await rootNow(office);
  const keys = (await ask('Viewer/vera', 'GET /trust/keys'))?.body as TrustKeysAnswer | undefined;
  if (!now || !keys?.keys) return;
  const epoch = raise ? now.root.epoch + 1 : now.root.epoch;
  const next = rotateRoot(now.root, keys, { at: disk.now(), rootKeys: [disk.rootKey], epoch });
  for (const envelope of [next, next]) await ask('Admin/ada', 'POST /trust/root', envelope);
}

/** Roots that must not be loaded: of nobody's key, of the past, and one that leaves one out. */
const rotateWrongly: Deed = async (office) => {
  const { ask, disk, chance } = office;
  const now = await rootNow(office);
  if (!now) return;
  const terms = (version: number, expiresAt: string) => ({
    controlPlane: now.root.controlPlane,
    version,
    epoch: now.root.epoch,
    expiresAt,
    rootKeys: Object.values(now.root.roles.root.keys).map(({ publicKey }) => publicKey),
    rootThreshold: 1,
    releaseKeys: Object.values(now.root.roles.release.keys).map(({ publicKey }) => ({ publicKey })),
    checkpointKeys: Object.values(now.root.roles.checkpoint.keys).map(({ publicKey }) => publicKey),
  });
  const { version, expiresAt } = now.root;
  const wrong = chance.pick([
    signRoot(buildRoot(terms(version + 1, expiresAt)).bytes, [disk.foreignKey]),
    signRoot(buildRoot(terms(version + 2, expiresAt)).bytes, [disk.rootKey]),
    signRoot(buildRoot(terms(version + 1, '2026-01-01T00:00:00.000Z')).bytes, [disk.rootKey]),
  ]);
  const refused = await ask('Admin/ada', 'POST /trust/root', wrong);
  must('I2', refused === undefined || refused.status >= 400, () => 'a root was loaded that must not count');
};

export const GOVERNING: readonly (readonly [number, Deed])[] = [
  [3, setAccess],
  [2, (office) => rotate(office, false)],
  [1, (office) => rotate(office, true)],
  [2, rotateWrongly],
];
