import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import { fromBase64, toBase64 } from '../../../core/integrity/base64.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { payloadBytes } from '../../../core/integrity/statement.ts';
import { VERSION, versionKey } from '../../../core/version/evolve.ts';
import { STATEMENT_TYPE } from '../../../schemas/documents.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { signVersion } from '../../../usecases/issue/sign-version.ts';
import type { World } from '../../../usecases/ports.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { memoryWorld } from '../../support/world.ts';

/** A world whose signer says what it was given. */
async function watched() {
  const memory = memoryWorld();
  await loadTestRoot(memory.world);
  const given: string[] = [];
  const { signer } = memory.world;
  const sign: World['signer']['sign'] = async (role, bytes) => {
    given.push(new TextDecoder().decode(bytes));
    return signer.sign(role, bytes);
  };
  return { world: { ...memory.world, signer: { ...signer, sign } }, given };
}

type Document = { [member: string]: unknown; predicate: { [member: string]: unknown } };
const forged = (payload: string, change: (document: Document) => object) => {
  const document = JSON.parse(new TextDecoder().decode(fromBase64(payload) ?? new Uint8Array())) as Document;
  const { bytes, digest } = payloadBytes(change(document));
  return { payload: toBase64(bytes), digest };
};

describe('a directive that somebody wrote into the stream past every rule', () => {
  it.each<{ what: string; change: (document: Document) => object }>([
    { what: 'a release in its place', change: (is) => ({ ...is, predicateType: 'https://plumbline.dev/release/v1' }) },
    { what: 'of another cluster', change: (is) => ({ ...is, predicate: { ...is.predicate, cluster: 'other' } }) },
    {
      what: 'that names another release',
      change: (is) => ({ ...is, predicate: { ...is.predicate, stable: { generation: 1, digest: 'a'.repeat(64) } } }),
    },
    {
      what: 'that lives longer',
      change: (is) => ({ ...is, predicate: { ...is.predicate, expiresAt: '2099-01-01T00:00:00.000Z' } }),
    },
    { what: 'with one member more', change: (is) => ({ ...is, predicate: { ...is.predicate, more: 1 } }) },
    {
      what: 'with a checkpoint that is none',
      change: (is) => ({ ...is, predicate: { ...is.predicate, checkpoint: 1 } }),
    },
  ])('$what is not signed', async ({ change }) => {
    const { world, given } = await watched();
    await draftRelease(world);
    await signPending(world, CLUSTER_NAME);
    const at = callAs('Operator').at;
    await transact(world, callAs('Operator'), async (tx) => {
      const { state } = await tx.load(CLUSTER, CLUSTER_NAME);
      const directive = draftDirective(state, { controlPlane: world.controlPlane, at });
      const false_ = { ...directive, ...forged(directive.payload, change) };
      tx.append(CLUSTER, CLUSTER_NAME, [{ type: 'DirectiveDrafted', at, directive: false_ }]);
      return done(null);
    });
    given.length = 0;
    await expect(signPending(world, CLUSTER_NAME)).rejects.toThrow('is no directive of it');
    expect(given).toStrictEqual([]);
  });

  it('is signed when nothing was changed', async () => {
    const { world } = await watched();
    await draftRelease(world);
    await signPending(world, CLUSTER_NAME);
    const at = callAs('Operator').at;
    await transact(world, callAs('Operator'), async (tx) => {
      const { state } = await tx.load(CLUSTER, CLUSTER_NAME);
      const directive = draftDirective(state, { controlPlane: world.controlPlane, at, checkpoint: 'a checkpoint\n' });
      const same = { ...directive, ...forged(directive.payload, (is) => is) };
      tx.append(CLUSTER, CLUSTER_NAME, [{ type: 'DirectiveDrafted', at, directive: same }]);
      return done(null);
    });
    expect(good(await signPending(world, CLUSTER_NAME))).toStrictEqual({ release: null, directive: 2 });
  });
});

it.each<{ what: string; change: (predicate: { [member: string]: unknown }) => object }>([
  { what: 'another cluster', change: (is) => ({ ...is, cluster: 'other' }) },
  { what: 'another generation', change: (is) => ({ ...is, generation: 9 }) },
  { what: 'another epoch', change: (is) => ({ ...is, epoch: 9 }) },
  { what: 'another control plane', change: (is) => ({ ...is, controlPlane: 'other' }) },
])('a drafted release of $what is not signed', async ({ change }) => {
  const { world, given } = await watched();
  const { digest } = await draftRelease(world);
  const get: World['blobs']['get'] = async (namespace, wanted) => {
    const bytes = await world.blobs.get(namespace, wanted);
    if (namespace !== 'release' || wanted !== digest || !bytes) return bytes;
    const document = JSON.parse(new TextDecoder().decode(bytes)) as Document;
    return payloadBytes({ ...document, predicate: change(document.predicate) }).bytes;
  };
  const robbed = { ...world, blobs: { ...world.blobs, get } };
  await expect(signPending(robbed, CLUSTER_NAME)).rejects.toThrow('is not the release that was drafted');
  expect(given).toStrictEqual([]);
  expect((await clusterState(world)).served).toBeNull();
});

it.each<{ what: string; statement: (is: Document) => object }>([
  { what: 'of another version', statement: (is) => ({ ...is, predicate: { ...is.predicate, version: '9.9.9' } }) },
  {
    what: 'of other content',
    statement: (is) => ({ ...is, subject: [{ name: 'fees.production', digest: { sha256: 'a'.repeat(64) } }] }),
  },
  {
    what: 'that is none',
    statement: () => ({
      _type: STATEMENT_TYPE,
      subject: [],
      predicateType: 'https://example.com/other',
      predicate: {},
    }),
  },
])('a drafted statement $what is not signed', async ({ statement }) => {
  const { world, given } = await watched();
  good(await config(world, 'fees.production', { requiredVerdicts: ['review'] }));
  const { digest } = good(await version(world, 'fees.production', '1.0.0', { rate: 1 }));
  const subject = [{ name: 'fees.production', digest: { sha256: digest } }];
  const predicate = { controlPlane: world.controlPlane, config: 'fees.production', version: '1.0.0', verdicts: [] };
  const truth: Document = {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: 'https://plumbline.dev/version/v1',
    predicate,
  };
  const { bytes } = payloadBytes(statement(truth));
  const key = versionKey('fees.production', '1.0.0');
  await transact(world, callAs('Operator'), async (tx) => {
    await tx.load(VERSION, key);
    const drafted = {
      type: 'StatementDrafted',
      at: callAs('Operator').at,
      digest: sha256Hex(bytes),
      payload: toBase64(bytes),
    } as const;
    tx.append(VERSION, key, [drafted]);
    return done(null);
  });
  await expect(signVersion(world, key)).rejects.toThrow('is no statement of it');
  expect(given).toStrictEqual([]);
});
