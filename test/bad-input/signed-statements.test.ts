import { beforeAll, describe, expect, it } from 'vitest';
import { readEnrolmentToken } from '../../core/enrolment-token/token-text.ts';
import { ASSERTION_TYP, ENROLMENT_TYP, RECEIPT_TYP } from '../../core/integrity/jws.ts';
import { EnrolmentClaims } from '../../schemas/node-messages.ts';
import { ReceiptClaims } from '../../schemas/receipt.ts';
import type { Json } from '../../schemas/words.ts';
import { signPending } from '../../usecases/issue/sign-pending.ts';
import { CLUSTER_NAME, draftRelease } from '../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../support/node-world.ts';
import { type TestNode, testNode } from '../support/test-node.ts';
import { costOf, tooCostly } from './cost.ts';
import { type Bent, bendings } from './requests/bend.ts';
import { BAD_TEXTS } from './requests/json-texts.ts';

/* What a node signs is read with its signature: true keys under wrong claims, straight through the handler. */

type Claims = { readonly [name: string]: Json };
const claimsIn = (jws: string): Claims => JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
const isClaims = ({ value }: Bent): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

let w: NodeWorld;
let node: TestNode;
let sent = 0;
beforeAll(async () => {
  w = await nodeWorld();
  node = await w.enrolled();
});
const stored = (): unknown => w.database.sql.prepare('SELECT total_changes() AS changes').get();

interface Refusal {
  readonly status: number;
  readonly code: RegExp;
}
/** Sends each and tells all that came of it but the refusal that is due. */
async function refused(
  inputs: readonly { readonly what: string; readonly send: () => ReturnType<TestNode['post']> }[],
  { status, code }: Refusal,
  storesNothing = true,
): Promise<string[]> {
  const complaints: string[] = [];
  for (const { what, send } of inputs) {
    sent++;
    const before = stored();
    const { value, ms } = await costOf(send);
    const [result] = (value.body['results'] ?? []) as { code?: string; result?: string }[];
    const told = result?.code ?? value.body.code ?? '';
    if (value.status !== status || !code.test(told))
      complaints.push(`${what}: ${value.status} ${JSON.stringify(value.body)}`);
    if (storesNothing && JSON.stringify(stored()) !== JSON.stringify(before))
      complaints.push(`${what}: something was stored`);
    if (tooCostly(ms, 0)) complaints.push(`${what}: took ${ms} ms`);
  }
  expect(w.faults).toStrictEqual([]);
  return complaints.slice(0, 20);
}
const bentOf = (claims: Claims, fits: (value: unknown) => boolean): { what: string; claims: Claims }[] =>
  [...bendings(claims, 'every value')]
    .filter((bent) => isClaims(bent) && !fits(bent.value))
    .map(({ what, keys, value }) => ({ what: `/${keys.join('/')}: ${what}`, claims: value as Claims }));

/** Payloads that are no claims at all, under a true signature. */
const payloads = BAD_TEXTS.map(({ name, text }) => ({ name, bytes: () => Buffer.from(text()) })).filter(
  ({ bytes }) => bytes().length <= 24 * 1024,
);

describe('an enrolment request', () => {
  const enrol = async (make: (other: TestNode, token: string) => string) => {
    const token = await w.newToken({ uses: 1000 });
    const { id, secret } = readEnrolmentToken(token) ?? { id: '', secret: '' };
    const other = testNode(w.world, w.handler);
    return { other, request: make(other, token), authorization: `Enrolment ${id}.${secret}` };
  };
  it('with any claim bent enrols nobody', async () => {
    const { other, request, authorization } = await enrol((each, token) => each.enrolmentRequest(token));
    const bent = bentOf(claimsIn(request), (value) => EnrolmentClaims.safeParse(value).success);
    const inputs = bent.map(({ what, claims }) => ({
      what,
      send: () => other.post('/nodes', { request: other.signed(ENROLMENT_TYP, claims) }, authorization),
    }));
    expect(await refused(inputs, { status: 401, code: /^(enrolment_refused|clock_skew)$/ })).toStrictEqual([]);
    expect(inputs.length).toBeGreaterThanOrEqual(150);
    expect((await other.post('/nodes', { request }, authorization)).status).toBe(201);
  });
});

describe('an assertion', () => {
  it('with any claim bent gives no token', async () => {
    const honest = claimsIn(node.assertion());
    const inputs = [...bendings(honest, 'every value')]
      .filter((bent) => isClaims(bent) && bent.what !== 'one member too many' && bent.keys.join() !== 'jti')
      .filter(({ what, keys }) => !(what === 'left out' && keys.join() === 'iat')) // RFC 7523 §3: it may be
      .map(({ what, keys, value }) => ({
        what: `/${keys.join('/')}: ${what}`,
        send: () => node.post(`/nodes/${node.id}/token`, { assertion: node.signed(ASSERTION_TYP, value as Claims) }),
      }));
    expect(await refused(inputs, { status: 401, code: /^(assertion_invalid|clock_skew)$/ })).toStrictEqual([]);
    expect(inputs.length).toBeGreaterThanOrEqual(80);
    expect((await node.authenticate()).status).toBe(200);
  });
});

describe('a receipt', () => {
  it('with any claim bent proves nothing', async () => {
    const { digest } = await draftRelease(w.world);
    await signPending(w.world, CLUSTER_NAME);
    const release = { cluster: CLUSTER_NAME, generation: 1, digest, configs: { [CLUSTER_NAME]: digest } };
    const honest = claimsIn(node.receipt(release));
    const inputs = bentOf(honest, (value) => ReceiptClaims.safeParse(value).success).map(({ what, claims }) => ({
      what,
      send: () => node.send(node.signed(RECEIPT_TYP, claims)),
    }));
    // A refused one is noted on the node's timeline (protocol §5.5), so something is stored: a note.
    expect(await refused(inputs, { status: 200, code: /^receipt_invalid$/ }, false)).toStrictEqual([]);
    expect(inputs.length).toBeGreaterThanOrEqual(200);
    expect((await w.events(node.id)).filter(({ type }) => type === 'ReceiptStored')).toStrictEqual([]);
    expect(JSON.stringify(await w.state(node.id)).length).toBeLessThanOrEqual(4096);
  });
});

describe('a payload that is no object of claims', () => {
  const jws = (typ: string, bytes: Buffer): string => {
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ })).toString('base64url');
    return `${header}.${bytes.toString('base64url') || 'AA'}.${'A'.repeat(86)}`;
  };
  it.each([
    {
      kind: 'an enrolment',
      typ: ENROLMENT_TYP,
      send: (text: string) =>
        node.post('/nodes', { request: text }, `Enrolment enrol-${'0'.repeat(24)}.${'s'.repeat(43)}`),
      refusal: { status: 401, code: /^enrolment_refused$/ },
    },
    {
      kind: 'an assertion',
      typ: ASSERTION_TYP,
      send: (text: string) => node.post(`/nodes/${node.id}/token`, { assertion: text }),
      refusal: { status: 401, code: /^assertion_invalid$/ },
    },
  ])('is refused as $kind', async ({ typ, send, refusal }) => {
    const inputs = payloads.map(({ name, bytes }) => ({ what: name, send: () => send(jws(typ, bytes())) }));
    expect(await refused(inputs, refusal)).toStrictEqual([]);
    expect(inputs.length).toBeGreaterThanOrEqual(120);
  });
});

it('were hundreds', () => expect(sent).toBeGreaterThanOrEqual(700));
