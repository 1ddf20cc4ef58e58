import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readEnrolmentToken } from '../../core/enrolment-token/token-text.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { ASSERTION_TYP, ENROLMENT_TYP, jwsOf, jwsSigningInput, RECEIPT_TYP } from '../../core/integrity/jws.ts';
import type { NodeHandler } from '../../functions/node/handler.ts';
import type { CheckInAnswer, CheckInRequest, P256Jwk } from '../../schemas/node-messages.ts';
import type { Json } from '../../schemas/words.ts';
import type { World } from '../../usecases/ports.ts';

export interface Reply {
  readonly status: number;
  readonly body: { readonly [name: string]: Json } & { readonly code?: string };
}

/** A payload 2.0 event as the servers make them. */
export const postEvent = (path: string, body: unknown, authorization?: string): APIGatewayProxyEventV2 =>
  ({
    rawPath: `/api/v1${path}`,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    requestContext: { http: { method: 'POST', path } },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEventV2;

export const replyOf = ({ statusCode, body }: APIGatewayProxyStructuredResultV2): Reply => ({
  status: statusCode ?? 0,
  body: JSON.parse(body ?? 'null'),
});

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (key: KeyObject): P256Jwk => {
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  return { kty, crv, x, y } as P256Jwk;
};

/** A check-in in which all is well and nothing is new. */
export const quietCheckIn = (over: Partial<CheckInRequest> = {}): CheckInRequest => ({
  directive: { epoch: 0, sequence: 0 },
  labelsRevision: 0,
  rootVersion: 1,
  needs: [],
  running: null,
  resident: [],
  components: [],
  sample: null,
  probe: null,
  resources: { cpu: 0.1, memory: 0.2 },
  connectivity: { offlineSeconds: 0, failures: 0 },
  swap: null,
  evidence: [],
  refusals: [],
  ahead: [],
  ordersDone: [],
  liveness: null,
  ...over,
});

let jti = 0;

/** The other side of the node API: keys, and the messages of protocol §4 and §5 as a node sends them. */
export function testNode(world: World, handler: NodeHandler, identity = keyPair()) {
  const encryption = keyPair();
  const identityKey = jwkOf(identity.publicKey);
  const seconds = (): number => Math.floor(world.clock.now() / 1000);
  const signed = (typ: string, claims: { readonly [name: string]: Json }, key = identity.privateKey): string => {
    const input = jwsSigningInput(typ, claims);
    return jwsOf(input, sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }));
  };
  const post = async (path: string, body: unknown, authorization?: string): Promise<Reply> =>
    replyOf(await handler(postEvent(path, body, authorization)));
  let last = { counter: 0, sha256: '' };
  const node = {
    id: '',
    token: '',
    identityKey,
    signed,
    post,
    enrolmentRequest(token: string, over: { readonly [name: string]: Json } = {}): string {
      const { id, cluster } = readEnrolmentToken(token) ?? { id: '', cluster: '' };
      const claims = {
        controlPlane: world.controlPlane,
        tokenId: id,
        cluster,
        identityKey: { ...identityKey },
        encryptionKey: { ...jwkOf(encryption.publicKey) },
      };
      return signed(ENROLMENT_TYP, {
        ...claims,
        facts: { hostname: 'till-7' },
        iat: seconds(),
        jti: `enrolment-${++jti}`,
        ...over,
      });
    },
    async enrol(token: string, over: { readonly [name: string]: Json } = {}): Promise<Reply> {
      const { id, secret } = readEnrolmentToken(token) ?? { id: '', secret: '' };
      const reply = await post('/nodes', { request: node.enrolmentRequest(token, over) }, `Enrolment ${id}.${secret}`);
      if (reply.status === 201) node.id = String(reply.body['nodeId']);
      return reply;
    },
    assertion: (over: { readonly [name: string]: Json } = {}, key = identity.privateKey): string =>
      signed(
        ASSERTION_TYP,
        {
          iss: node.id,
          sub: node.id,
          aud: world.controlPlane,
          iat: seconds(),
          exp: seconds() + 60,
          jti: `assertion-${++jti}`,
          ...over,
        },
        key,
      ),
    async authenticate(assertion: string = node.assertion()): Promise<Reply> {
      const reply = await post(`/nodes/${node.id}/token`, { assertion });
      if (reply.status === 200) node.token = String(reply.body['accessToken']);
      return reply;
    },
    checkIn: (over: Partial<CheckInRequest> = {}): Promise<Reply> =>
      post(`/nodes/${node.id}/check-in`, quietCheckIn(over), `Bearer ${node.token}`),
    async answer(over: Partial<CheckInRequest> = {}): Promise<CheckInAnswer> {
      const reply: Reply = await node.checkIn(over);
      if (reply.status !== 200) throw new Error(JSON.stringify(reply));
      return reply.body as unknown as CheckInAnswer;
    },
    /** The next receipt of this node; `over` bends it. */
    receipt(
      about: {
        readonly cluster: string;
        readonly generation: number;
        readonly digest: string;
        readonly configs: { readonly [name: string]: string };
      },
      over: { readonly [name: string]: Json } = {},
    ): string {
      const counter = last.counter + 1;
      const jws = signed(RECEIPT_TYP, {
        controlPlane: world.controlPlane,
        state: 'active',
        node: node.id,
        epoch: 1,
        directiveSequence: 1,
        probe: 'ok',
        bootId: '6f1f5a0e-1111-4222-8333-444455556666',
        counter,
        previousReceipt: last.sha256,
        time: new Date(world.clock.now()).toISOString(),
        ...about,
        ...over,
      });
      last = { counter: Number(over['counter'] ?? counter), sha256: sha256Hex(jws) };
      return jws;
    },
    send: (...receipts: readonly string[]): Promise<Reply> =>
      post(`/nodes/${node.id}/receipts`, { receipts }, `Bearer ${node.token}`),
  };
  return node;
}
export type TestNode = ReturnType<typeof testNode>;
