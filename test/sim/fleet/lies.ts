import type { Http } from '../../../agent/ports.ts';
import { ASSERTION_TYP, jwsOf, jwsSigningInput, RECEIPT_TYP, readJws } from '../../../core/integrity/jws.ts';
import type { CheckInRequest } from '../../../schemas/node-messages.ts';
import type { Json } from '../../../schemas/words.ts';
import type { Chance } from '../chance.ts';
import type { Fault, Faults } from '../faults.ts';
import type { Machine } from './machine.ts';

type Claims = { readonly [name: string]: Json };
type Bend<T> = (said: T, chance: Chance) => T;

/**
 * What lying nodes make of their messages; they share what they have heard. Whatever they say of themselves is signed
 * properly, with their own key.
 */
export function liar(faults: Faults, chance: Chance) {
  const receipts: string[] = [];
  return (machine: Machine, http: Http): Http =>
    async (request) => {
      if (request.body === undefined || request.method !== 'POST') return http(request);
      const { pathname } = new URL(request.url);
      const said = JSON.parse(request.body);
      if (pathname.endsWith('/receipts')) {
        const bent = await bend(machine, said.receipts);
        receipts.push(...said.receipts);
        return http({ ...request, body: JSON.stringify({ receipts: bent }) });
      }
      if (pathname.endsWith('/token') && faults.happens('lie: bent assertion')) {
        const assertion = await resigned(machine, ASSERTION_TYP, said.assertion, ASSERTIONS[chance.between(0, 6)]);
        return http({ ...request, body: JSON.stringify({ assertion }) });
      }
      if (!pathname.endsWith('/check-in')) return http(request);
      const lies = Object.entries(CHECK_INS).filter(([fault]) => faults.happens(fault as Fault));
      const bent = lies.reduce((message, [, lie]) => lie(message, chance), said as CheckInRequest);
      return http({ ...request, body: JSON.stringify(bent) });
    };

  async function bend(machine: Machine, own: readonly string[]): Promise<string[]> {
    const [first] = own;
    if (receipts[0] && faults.happens('lie: receipt replayed')) return [receipts[0], ...own];
    if (receipts.length > 0 && faults.happens('lie: receipt of another')) return [...own, ...receipts.slice(-1)];
    if (first && faults.happens('lie: wrong digest'))
      return [await resigned(machine, RECEIPT_TYP, first, aboutOtherBytes), ...own.slice(1)];
    if (first && faults.happens('lie: bent receipt'))
      return [await resigned(machine, RECEIPT_TYP, first, RECEIPTS[chance.between(0, 4)]), ...own.slice(1)];
    return [...own];
  }
}

/** The same token with other claims under the node's own key; without a change, no token at all. */
async function resigned(
  machine: Machine,
  typ: string,
  token: string,
  change: ((claims: Claims) => Claims) | undefined,
): Promise<string> {
  const claims = readJws(token, typ)?.claims as Claims | undefined;
  if (!claims || !change) return 'no.token.at-all';
  const input = jwsSigningInput(typ, change(claims));
  return jwsOf(input, (await machine.keys()).sign(input));
}

const ELSE = `node-${'0'.repeat(32)}`;
const seconds = (value: Json | undefined): number => Number(value);

const ASSERTIONS: readonly (((claims: Claims) => Claims) | undefined)[] = [
  undefined,
  (claims) => ({ ...claims, iss: ELSE, sub: ELSE }),
  (claims) => ({ ...claims, aud: 'another control plane' }),
  (claims) => ({ ...claims, exp: seconds(claims['exp']) + 3_600 }),
  (claims) => ({ ...claims, admin: true }),
  // These two are as good as the honest one.
  ({ iat: _, ...claims }) => claims,
  (claims) => ({ ...claims, nbf: seconds(claims['iat']) }),
];

const aboutOtherBytes = (claims: Claims): Claims => {
  const configs = Object.keys((claims['configs'] ?? {}) as object).map((name) => [name, 'a'.repeat(64)]);
  return { ...claims, configs: Object.fromEntries(configs) };
};

/** A log that never was: no key has signed it, and nobody signed any the other way round. */
const otherCheckpoint = (checkpoint: Json | undefined): string => {
  const [origin, size, , ...rest] = String(checkpoint).split('\n');
  return [origin, size, Buffer.alloc(32, 1).toString('base64'), ...rest].join('\n');
};

const RECEIPTS: readonly (((claims: Claims) => Claims) | undefined)[] = [
  undefined,
  (claims) => ({ ...claims, cluster: 'other.development' }),
  (claims) => ({ ...claims, previousReceipt: 'b'.repeat(64) }),
  (claims) => ({ ...claims, generation: seconds(claims['generation']) + 1 }),
  (claims) => ({ ...claims, ...(claims['checkpoint'] && { checkpoint: otherCheckpoint(claims['checkpoint']) }) }),
];

const CHECK_INS = {
  'lie: health backwards': (said) => ({
    ...said,
    sample: said.sample && {
      ...said.sample,
      sequence: Math.max(0, said.sample.sequence - 3),
      counts: { ...said.sample.counts, requests: 0, errors: 0, latency: [] },
    },
  }),
  'lie: evidence made up': (said, chance) => ({
    ...said,
    evidence: [
      {
        kind: chance.pick(['checkpoint_fork', 'fork', 'ghosts']),
        seen: 'a log',
        size: 7,
        '': {},
        nested: { deep: [] },
      },
    ],
  }),
  'lie: quarantine made up': (said) => ({
    ...said,
    swap: said.running && {
      generation: said.running.generation,
      digest: said.running.digest,
      attempts: 3,
      reason: 'it says so',
      quarantined: true,
    },
  }),
  'lie: orders never given': (said) => ({ ...said, ordersDone: [{ id: 'order-of-nobody', result: 'done' }] }),
  'lie: envelopes forged': (said, chance) => ({
    ...said,
    directive: { epoch: said.directive.epoch + chance.between(0, 2), sequence: said.directive.sequence + 50 },
    ahead: [
      {
        payloadType: 'application/vnd.in-toto+json',
        payload: Buffer.from('{"predicate":{"epoch":9,"generation":99}}').toString('base64'),
        signatures: [{ keyid: 'SHA256:x', sig: Buffer.alloc(70, 1).toString('base64') }],
      },
    ],
  }),
} satisfies Partial<Record<Fault, Bend<CheckInRequest>>>;
