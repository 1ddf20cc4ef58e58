import { type Attack, at, type DoorName, type Fault } from './attack.ts';
import { compact, honest, json, type Material, without } from './forge.ts';

type Change = (claims: Material['claims']) => object;
const claims = (door: DoorName, name: string, change: object | Change, fault: Fault): Attack => ({
  name: `${door}: ${name}`,
  forge: (m) => honest(m, { claims: typeof change === 'function' ? change(m.claims) : change }),
  fault: at(fault, door),
});
const lacking = (door: DoorName, fault: Fault, ...names: readonly string[]): readonly Attack[] =>
  names.map((name) => ({
    name: `${door}: no ${name}`,
    forge: (m) => compact(m.header, without(m.claims, name), m.mac),
    fault: at(fault, door),
  }));

const OTHER_NODE = `node-${'0'.repeat(32)}`;
const OFF_CURVE = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };

/** By our own key: what is refused here would be a mistake of ours, in another version or another place. */
const ofNodeTokens: readonly Attack[] = [
  ...lacking('node token', 'issuer', 'iss', 'aud', 'exp', 'sub', 'cluster', 'thumbprint'),
  claims('node token', 'the issuer of people', { iss: 'https://people.example' }, 'issuer'),
  claims('node token', 'another control plane', { aud: 'other' }, 'audience'),
  claims('node token', 'control planes in a list', ({ aud }) => ({ aud: [aud] }), 'audience'),
  claims('node token', 'another node', { sub: OTHER_NODE }, 'subject'),
  claims('node token', 'a node in a list', ({ sub }) => ({ sub: [sub] }), 'issuer'),
  claims('node token', 'over', ({ iat }) => ({ exp: iat }), 'expired'),
  claims('node token', 'an expiry in words', ({ exp }) => ({ exp: String(exp) }), 'expired'),
  claims('node token', 'an expiry that is no number', { exp: 'never' }, 'expired'),
  claims('node token', 'null as expiry', { exp: null }, 'expired'),
  claims('node token', 'good for an hour', ({ iat }) => ({ exp: Number(iat) + 3600 }), 'expired'),
  {
    name: 'node token: exp of 1e400',
    forge: (m) => compact(m.header, json({ ...m.claims, exp: 0 }).replace('"exp":0', '"exp":1e400'), m.mac),
    fault: at('expired', 'node token'),
  },
];

const ofReceipts: readonly Attack[] = [
  ...lacking('receipt', 'form', 'controlPlane', 'node', 'cluster', 'digest', 'counter', 'configs', 'time'),
  claims('receipt', 'another control plane', { controlPlane: 'other' }, 'audience'),
  claims('receipt', 'another node', { node: OTHER_NODE }, 'subject'),
  claims('receipt', 'another cluster', { cluster: 'other.production' }, 'cluster'),
  claims('receipt', 'a counter in words', ({ counter }) => ({ counter: String(counter) }), 'form'),
  claims('receipt', 'counter 0', { counter: 0 }, 'form'),
  claims('receipt', 'a counter beyond what is exact', { counter: 2 ** 53 }, 'form'),
  claims('receipt', 'half a counter', { counter: 1.5 }, 'form'),
  claims('receipt', 'a state nobody knows', { state: 'applied' }, 'form'),
  claims('receipt', 'a claim it does not know', { role: 'Admin' }, 'form'),
  claims('receipt', 'a config named for every object', { configs: JSON.parse('{"__proto__": "x"}') }, 'form'),
  claims('receipt', 'a digest in capitals', ({ digest }) => ({ digest: String(digest).toUpperCase() }), 'form'),
];

const ofEnrolments: readonly Attack[] = [
  ...lacking('enrolment', 'form', 'controlPlane', 'tokenId', 'cluster', 'identityKey', 'encryptionKey', 'iat', 'jti'),
  claims('enrolment', 'another control plane', { controlPlane: 'other' }, 'audience'),
  claims('enrolment', 'another token', { tokenId: `enrol-${'0'.repeat(24)}` }, 'token id'),
  claims('enrolment', 'another cluster', { cluster: 'other.production' }, 'cluster'),
  claims('enrolment', 'made ahead', ({ iat }) => ({ iat: Number(iat) + 301 }), 'clock'),
  claims('enrolment', 'made long ago', ({ iat }) => ({ iat: Number(iat) - 301 }), 'clock'),
  claims('enrolment', 'made before time', { iat: -1 }, 'form'),
  claims('enrolment', 'made at a time in words', ({ iat }) => ({ iat: String(iat) }), 'form'),
  claims('enrolment', 'the secret inside', { secret: 'x'.repeat(43) }, 'form'),
  claims('enrolment', 'labels it grants itself', { labels: { zone: 'vault' } }, 'form'),
  claims('enrolment', 'an id it chooses', { nodeId: OTHER_NODE }, 'form'),
  claims('enrolment', 'an encryption key off the curve', { encryptionKey: OFF_CURVE }, 'encryption key'),
  claims('enrolment', 'an identity key off the curve', { identityKey: OFF_CURVE }, 'signature'),
];

export const OF_CLAIMS_OF_NODES: readonly Attack[] = [...ofNodeTokens, ...ofReceipts, ...ofEnrolments];
