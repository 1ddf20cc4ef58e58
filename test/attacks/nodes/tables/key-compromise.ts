import { envelopeOf, pae } from '../../../../core/integrity/dsse.ts';
import { payloadBytes } from '../../../../core/integrity/statement.ts';
import { type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE, ROOT_PAYLOAD_TYPE } from '../../../../schemas/documents.ts';
import { newSigningKey, type SigningKey, signedBytes } from '../../../support/signing-keys.ts';
import { attacks } from '../stage/attack.ts';
import { stolen } from '../stage/forgery.ts';
import { offeringRoot, said, tapedReleases } from '../stage/on-the-way.ts';
import type { Stage } from '../stage/open-stage.ts';
import { handingOut, nextDirective, nextRelease, rob } from '../stage/robbery.ts';

const stranger = newSigningKey();
const second = newSigningKey();

/** Hands this out as the root after the one the node holds. */
const offering = (stage: Stage, version: number, envelope: DsseEnvelope): void => {
  stage.hop = offeringRoot(version, () => said({ ...ROUTE, version, envelope }));
};
/** What stands around the envelope; nobody believes it. */
const ROUTE = { epoch: 1, expiresAt: '2030-01-01T00:00:00.000Z', digest: 'a'.repeat(64) };

/** Two people hold a root key each, and both are needed; the node has walked there. */
async function twoRootKeys(stage: Stage): Promise<void> {
  const { key } = stage.root;
  await stage.root.rotate({ rootKeys: [key.pem, second.pem], rootThreshold: 2 }, [key, second]);
  await stage.seconds(1);
}

const signedByRelease = async (stage: Stage, envelope: DsseEnvelope): Promise<DsseEnvelope> => {
  const bytes = Buffer.from(envelope.payload, 'base64');
  const signature = await stage.keys.stolen().sign('release', pae(ROOT_PAYLOAD_TYPE, bytes));
  return envelopeOf(ROOT_PAYLOAD_TYPE, bytes, [signature]);
};

const evilDirective = (stage: Stage) => payloadBytes(nextDirective(stage, { generation: 9, digest: 'e'.repeat(64) }));

/** One key is stolen, and does more than it may. */
export const KEY_COMPROMISE = attacks('key compromise', 'release key', [
  {
    name: 'the old release key, when the root has named another',
    mount: async (stage) => {
      const hop = await rob(stage, nextRelease(stage));
      stage.keys.replaceReleaseKey();
      await stage.root.rotate();
      await stage.withoutNode(2);
      stage.hop = hop;
    },
    told: ['unknown_key'],
  },
  {
    name: 'what it signed before the root began another epoch',
    mount: async (stage) => {
      const hop = await rob(stage, nextRelease(stage));
      await stage.root.rotate({ epoch: 2 });
      await stage.withoutNode(2);
      stage.hop = hop;
    },
    told: ['wrong_epoch'],
  },
  {
    name: 'a release key that the root keeps to other clusters',
    mount: async (stage) => {
      const hop = await rob(stage, nextRelease(stage));
      const [ours] = (await stage.keys.signer.publicKeys()).filter(({ role }) => role === 'release');
      await stage.root.rotate({
        releaseKeys: [{ publicKey: ours?.publicKey ?? '', clusters: ['refunds.development'] }],
      });
      await stage.withoutNode(2);
      stage.hop = hop;
    },
    told: ['wrong_role'],
    answer: (stage) => stage.root.rotate(),
  },
  {
    name: 'the release key makes a root',
    mount: async (stage) => offering(stage, 2, await signedByRelease(stage, await stage.root.next())),
    told: ['bad_signature'],
  },
  {
    name: 'the checkpoint key signs a directive',
    mount: async (stage) => {
      const { bytes } = evilDirective(stage);
      const signature = await stage.keys.stolen().sign('checkpoint', pae(IN_TOTO_PAYLOAD_TYPE, bytes));
      stage.hop = handingOut({ directive: envelopeOf(IN_TOTO_PAYLOAD_TYPE, bytes, [signature]) });
    },
    told: ['unknown_key'],
  },
  {
    name: 'the release key signs what node and control plane say in other forms: labels as a directive',
    mount: async (stage) => {
      const { envelope } = await stolen(stage, {
        ...nextRelease(stage),
        predicateType: 'https://plumbline.dev/labels/v1',
      });
      stage.hop = handingOut({ directive: envelope, labels: envelope });
    },
    told: ['wrong_type'],
  },
]);

/** A root offered to the node, made by whoever holds these keys. */
const rootBy =
  (
    signers: (stage: Stage) => readonly SigningKey[],
    change: (stage: Stage) => Parameters<Stage['root']['next']>[0] = () => ({}),
    { before, version = 2 }: { readonly before?: (stage: Stage) => Promise<void>; readonly version?: number } = {},
  ) =>
  async (stage: Stage): Promise<void> => {
    await before?.(stage);
    offering(stage, version, await stage.root.next(change(stage), signers(stage)));
  };
const own = ({ root }: Stage): readonly SigningKey[] => [root.key];

/** Root keys: fewer than are needed do nothing, and whoever has enough still keeps to the rules. */
export const ROOT_COMPROMISE = attacks('key compromise', 'root key', [
  {
    name: 'a root signed by a stranger',
    mount: rootBy(
      () => [stranger],
      () => ({ rootKeys: [stranger.pem] }),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a root that names the thief, signed by him and not by the one before',
    mount: rootBy(
      () => [stranger],
      ({ root }) => ({ rootKeys: [stranger.pem, root.key.pem] }),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'one of two root keys that are needed',
    mount: rootBy(
      () => [second],
      () => ({ epoch: 2 }),
      { before: twoRootKeys, version: 3 },
    ),
    told: ['bad_signature'],
  },
  {
    name: 'one of two root keys, which signs twice',
    mount: rootBy(
      () => [second, second],
      () => ({ epoch: 2 }),
      { before: twoRootKeys, version: 3 },
    ),
    told: ['bad_signature'],
  },
  {
    name: 'one of two root keys lowers the number that is needed',
    mount: rootBy(
      () => [second],
      () => ({ rootKeys: [second.pem], rootThreshold: 1 }),
      { before: twoRootKeys, version: 3 },
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a root that leaves one out',
    mount: rootBy(own, () => ({ version: 3 })),
    told: ['root_rules'],
  },
  {
    name: 'a root of an epoch before',
    mount: rootBy(own, () => ({ epoch: 0 })),
    told: ['root_rules'],
  },
  {
    name: 'a root of another control plane',
    mount: rootBy(own, () => ({ controlPlane: 'plumbline-other' })),
    told: ['wrong_control_plane'],
  },
  {
    name: 'a root whose root key is a release key as well',
    mount: rootBy(own, ({ root }) => ({ releaseKeys: [{ publicKey: root.key.pem }] })),
    told: ['root_rules'],
  },
  {
    name: 'a root that asks for more keys than there are',
    mount: rootBy(own, () => ({ rootThreshold: 2 })),
    told: ['root_rules'],
  },
  {
    name: 'a root whose checkpoint key is of another kind',
    mount: rootBy(own, () => ({ checkpointKeys: [stranger.pem] })),
    told: ['root_rules'],
  },
  {
    name: 'a root key signs a directive',
    mount: (stage) => {
      stage.hop = handingOut({ directive: signedBytes(evilDirective(stage).bytes, [stage.root.key]) });
    },
    told: ['wrong_role'],
  },
  {
    name: 'a release in the place of a root',
    mount: async (stage) => {
      const release = tapedReleases(stage).at(-1);
      if (release) offering(stage, 2, release);
    },
    told: ['wrong_type'],
  },
]);
