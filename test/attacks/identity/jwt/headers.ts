import { type Attack, at, OF_NODES } from './attack.ts';
import { compact, honest, without } from './forge.ts';

/** Signed by the right key: members that change what was signed, or what it means. */
const extended: readonly Attack[] = [
  { name: 'an extension nobody knows is critical', header: { crit: ['x'], x: 1 } },
  { name: 'a critical extension that is not there', header: { crit: ['x'] } },
  { name: 'a critical exp', header: { crit: ['exp'], exp: 1 } },
  { name: 'nothing is critical', header: { crit: [] } },
  { name: 'crit is no list', header: { crit: 'b64' } },
  { name: 'an unencoded payload (RFC 7797)', header: { b64: false, crit: ['b64'] } },
  { name: 'an unencoded payload, not critical', header: { b64: false } },
  { name: 'an encoded payload, critical', header: { b64: true, crit: ['b64'] } },
  { name: '__proto__ in the header', header: JSON.parse('{"__proto__": {"alg": "none"}}') },
].map(({ name, header }) => ({ name, forge: (m) => honest(m, { header }), fault: 'form' }));

/** Members that mean nothing to us: an issuer may write them, what nodes sign has none. */
const beside: readonly Attack[] = [
  { name: 'a compressed payload is claimed (zip)', header: { zip: 'DEF' } },
  { name: 'a nested JWT is claimed (cty)', header: { cty: 'JWT' } },
  { name: 'a second issuer in the header', header: { iss: 'https://evil.example' } },
].map(({ name, header }) => ({
  name,
  forge: (m) => honest(m, { header }),
  fault: at('form', ...OF_NODES, 'node token'),
}));

/** What one token says is no word about another thing. */
const TYPES = [
  'JWT',
  'at+jwt',
  'id+jwt',
  'logout+jwt',
  'dpop+jwt',
  'secevent+jwt',
  'JOSE',
  'plumbline-node+jwt',
  'plumbline-receipt+jwt',
  'plumbline-enrolment+jwt',
  'client-authentication+jwt',
] as const;
const mistyped: readonly Attack[] = [
  ...TYPES.map(
    (typ): Attack => ({
      name: `typed ${typ}`,
      forge: (m) =>
        m.header['typ'] === typ ? honest(m, { header: { typ: `${typ}2` } }) : honest(m, { header: { typ } }),
      fault: 'form',
    }),
  ),
  ...[null, '', 1, ['at+jwt'], {}].map(
    (typ): Attack => ({
      name: `typed ${JSON.stringify(typ)}`,
      forge: (m) => honest(m, { header: { typ } }),
      fault: 'form',
    }),
  ),
  { name: 'without a type', forge: (m) => compact(without(m.header, 'typ'), m.claims, m.mac), fault: 'form' },
  {
    name: 'typed as a media type, in capitals',
    forge: (m) => honest(m, { header: { typ: `APPLICATION/${String(m.header['typ']).toUpperCase()}` } }),
    // RFC 7515 §4.1.9 lets issuers write it so; what nodes sign has one form.
    fault: at('form', ...OF_NODES, 'node token'),
  },
];

export const BY_HEADER: readonly Attack[] = [...extended, ...beside, ...mistyped];
