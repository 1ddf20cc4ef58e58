import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { readEnrolmentToken } from '../../../../core/enrolment-token/token-text.ts';
import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { ASSERTION_TYP, ENROLMENT_TYP, RECEIPT_TYP } from '../../../../core/integrity/jws.ts';
import { NODE_TOKEN_TYP } from '../../../../core/node-token/claims.ts';
import { signPending } from '../../../../usecases/issue/sign-pending.ts';
import { memoryApi } from '../../../functions/control/api.ts';
import { CLUSTER_NAME, draftRelease } from '../../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../../support/node-world.ts';
import { quietCheckIn, type Reply, testNode } from '../../../support/test-node.ts';
import type { DoorName } from './attack.ts';
import { es256, hs, type Material } from './forge.ts';

export interface Door {
  readonly name: DoorName;
  /** What an honest sender would send now. */
  readonly material: () => Promise<Material>;
  /** `accepted`, or the code with what is wrong. */
  readonly present: (token: string) => Promise<string>;
  /** All that an accepted token would have changed. */
  readonly done: () => Promise<unknown>;
}

const CONFIGS = { [CLUSTER_NAME]: sha256Hex('{"retries":3}') };
const RELEASED = { cluster: CLUSTER_NAME, epoch: 1, generation: 1, configs: CONFIGS };

const told = ({ status, body }: { readonly status: number; readonly body: unknown }): string => {
  if (status < 300) return 'accepted';
  const { code = '', reason } = body as { code?: string; reason?: string };
  return reason === undefined ? code : `${code} ${reason}`;
};
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ofPair = ({ privateKey, publicKey }: ReturnType<typeof pair>) => ({
  mac: es256(privateKey),
  privateKey,
  publicKey,
});
const jwkOf = (key: KeyObject) => {
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  return { kty, crv, x, y };
};

/** One world, with every verifier of it at work. */
export async function openDoors(): Promise<{ readonly doors: Readonly<Record<DoorName, Door>>; close(): void }> {
  const w = await nodeWorld();
  const { digest } = await draftRelease(w.world);
  await signPending(w.world, CLUSTER_NAME);
  const now = (): number => Math.floor(w.clock.now() / 1000);
  let jti = 0;
  return {
    doors: {
      people: await peopleDoor(w),
      assertion: await assertionDoor(w, now, () => `attacked-${++jti}`),
      'node token': await nodeTokenDoor(w, now),
      receipt: await receiptDoor(w, digest),
      enrolment: await enrolmentDoor(w, now, () => `attacked-${++jti}`),
    },
    close: w.close,
  };
}

async function peopleDoor(w: NodeWorld): Promise<Door> {
  const api = await memoryApi(undefined, w);
  const { pair: keys, claims } = api.issuer;
  const [privateKey, publicKey] = [KeyObject.from(keys.privateKey as never), KeyObject.from(keys.publicKey as never)];
  return {
    name: 'people',
    material: async () => ({
      header: { alg: 'ES256', typ: 'at+jwt', kid: 'k1' },
      claims: { ...claims },
      ...ofPair({ privateKey, publicKey }),
    }),
    present: async (token) =>
      told(await api.call('GET', '/api/v1/configs', { headers: { authorization: `Bearer ${token}` } })),
    done: async () => null,
  };
}

type Seconds = () => number;

async function assertionDoor(w: NodeWorld, now: Seconds, jti: () => string): Promise<Door> {
  const keys = pair();
  const node = testNode(w.world, w.handler, keys);
  await node.enrol(await w.newToken());
  let tokens = 0;
  return {
    name: 'assertion',
    material: async () => ({
      header: { alg: 'ES256', typ: ASSERTION_TYP },
      claims: { iss: node.id, sub: node.id, aud: w.world.controlPlane, iat: now(), exp: now() + 60, jti: jti() },
      ...ofPair(keys),
    }),
    async present(assertion) {
      const answer = await node.post(`/nodes/${node.id}/token`, { assertion });
      if ('accessToken' in answer.body) tokens += 1;
      return told(answer);
    },
    done: async () => tokens,
  };
}

async function nodeTokenDoor(w: NodeWorld, now: Seconds): Promise<Door> {
  const node = await w.enrolled();
  const thumbprint = (await w.state(node.id)).keys?.thumbprint ?? '';
  const identity = { sub: node.id, cluster: CLUSTER_NAME, thumbprint };
  return {
    name: 'node token',
    async material() {
      const [key] = await w.world.keyring.nodeTokenKeys();
      if (!key) throw new Error('no key of node tokens');
      const named = { iss: 'plumbline-node-token', aud: w.world.controlPlane, ...identity };
      return {
        header: { alg: 'HS256', kid: key.id, typ: NODE_TOKEN_TYP },
        claims: { ...named, iat: now(), exp: now() + 600 },
        mac: hs(key.key),
        privateKey: undefined,
        publicKey: undefined,
      };
    },
    present: async (token) => told(await node.post(`/nodes/${node.id}/check-in`, quietCheckIn(), `Bearer ${token}`)),
    done: async () => (await w.world.pulses.get(CLUSTER_NAME, node.id))?.sequence,
  };
}

async function receiptDoor(w: NodeWorld, digest: string): Promise<Door> {
  const keys = pair();
  const node = testNode(w.world, w.handler, keys);
  await node.enrol(await w.newToken());
  await node.authenticate();
  return {
    name: 'receipt',
    async material() {
      const { counter, sha256 } = (await w.state(node.id)).receipt;
      const row = { counter: counter + 1, previousReceipt: sha256, bootId: '6f1f5a0e-1111-4222-8333-444455556666' };
      const whose = { controlPlane: w.world.controlPlane, node: node.id, state: 'active', ...RELEASED, digest };
      return {
        header: { alg: 'ES256', typ: RECEIPT_TYP },
        claims: { ...whose, ...row, directiveSequence: 1, probe: 'ok', time: w.clock.instant() },
        ...ofPair(keys),
      };
    },
    async present(receipt) {
      const { status, body }: Reply = await node.send(receipt);
      const [result] = (body['results'] ?? []) as { result: string; code?: string; reason?: string }[];
      if (status !== 200 || !result) return told({ status, body });
      return result.result === 'refused' ? told({ status: 400, body: result }) : 'accepted';
    },
    done: async () => [
      (await w.state(node.id)).receipt,
      (await w.world.pulses.get(CLUSTER_NAME, node.id))?.proven ?? null,
    ],
  };
}

async function enrolmentDoor(w: NodeWorld, now: Seconds, jti: () => string): Promise<Door> {
  const token = await w.newToken({ uses: 1000 });
  const { id, secret } = readEnrolmentToken(token) ?? { id: '', secret: '' };
  const { post } = testNode(w.world, w.handler);
  return {
    name: 'enrolment',
    async material() {
      const [keys, encryption] = [pair(), pair()];
      const made = { identityKey: jwkOf(keys.publicKey), encryptionKey: jwkOf(encryption.publicKey) };
      return {
        header: { alg: 'ES256', typ: ENROLMENT_TYP },
        claims: {
          controlPlane: w.world.controlPlane,
          tokenId: id,
          cluster: CLUSTER_NAME,
          ...made,
          facts: {},
          iat: now(),
          jti: jti(),
        },
        ...ofPair(keys),
      };
    },
    present: async (request) => told(await post('/nodes', { request }, `Enrolment ${id}.${secret}`)),
    done: async () => (await w.world.streams.list('node', { limit: 200 })).heads.length,
  };
}
