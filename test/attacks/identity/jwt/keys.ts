import { ASYMMETRIC, type Attack, at, OF_NODES } from './attack.ts';
import { compact, es256, honest, hs, type Material, STRANGER, strangerJwk } from './forge.ts';

/** Everything of a stranger: header and signature. */
const byStranger = (header: object) => (m: Material) =>
  compact({ ...m.header, ...header }, m.claims, m.publicKey ? es256(STRANGER.privateKey) : hs('stranger'));

/** The doors of nodes know no member but alg, typ and kid; the others look the key up and find none that signed. */
const bringsItsKey = (name: string, header: object): Attack => ({
  name: `signed by a stranger who ${name}`,
  forge: byStranger(header),
  fault: { ...at('form', ...OF_NODES), ...at('signature', 'people', 'node token') },
});
const CERTIFICATE = Buffer.from(STRANGER.publicKey.export({ format: 'der', type: 'spki' })).toString('base64');

const brought: readonly Attack[] = [
  bringsItsKey('brings the key along (jwk)', { jwk: strangerJwk }),
  bringsItsKey('brings the key along under our kid (jwk)', { jwk: { ...strangerJwk, kid: 'k1', alg: 'ES256' } }),
  bringsItsKey('says where it is (jku)', { jku: 'https://evil.example/jwks.json' }),
  bringsItsKey('says that it is on loopback (jku)', { jku: 'http://127.0.0.1:1/jwks.json' }),
  bringsItsKey('says that it is at the issuer (jku)', { jku: 'https://people.example@evil.example/jwks' }),
  bringsItsKey('says where its certificate is (x5u)', { x5u: 'https://evil.example/chain.pem' }),
  bringsItsKey('brings a certificate (x5c)', { x5c: [CERTIFICATE] }),
  bringsItsKey('names a certificate (x5t)', { x5t: 'AAAA', 'x5t#S256': 'AAAA' }),
];

/** A `kid` is a hint. As a path, a query or a command it would be more than that to somebody. */
const HINTS: readonly (readonly [string, unknown])[] = [
  ['a path', '../../../../dev/null'],
  ['a path with an end', '/dev/null\0.pem'],
  ['a query', "k1' UNION SELECT 'secret' --"],
  ['a URL', 'https://evil.example/key.pem'],
  ['a command', 'k1|id'],
  ['empty', ''],
  ['of another key', 'k2'],
  ['__proto__', '__proto__'],
];
const hinted: readonly Attack[] = HINTS.flatMap(([what, kid]): Attack[] => [
  {
    name: `signed by a stranger, kid ${what}`,
    forge: byStranger({ kid }),
    fault: at('signature', ...ASYMMETRIC, 'node token'),
  },
  {
    name: `signed with an empty secret, kid ${what}`,
    forge: (m) => compact({ ...m.header, alg: 'HS256', kid }, m.claims, hs('')),
    fault: { ...at('form', ...ASYMMETRIC), 'node token': 'signature' },
  },
]);
/** Signed by the right key: a hint of another kind is refused all the same. */
const OTHER_KINDS: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a list', ['k1']],
  ['an object', { $ne: '' }],
  ['a number', 1],
];
const ofAnotherKind: readonly Attack[] = OTHER_KINDS.map(([what, kid]) => ({
  name: `kid ${what}`,
  forge: (m) => honest(m, { header: { kid } }),
  fault: 'form',
}));
const long: Attack = {
  name: 'kid of 129 characters',
  forge: (m) => honest(m, { header: { kid: 'k'.repeat(129) } }),
  fault: { ...at('form', ...OF_NODES), people: 'signature', 'node token': 'signature' },
};

export const BY_KEY: readonly Attack[] = [
  { name: 'signed by a stranger', forge: byStranger({}), fault: 'signature' },
  ...brought,
  ...hinted,
  ...ofAnotherKind,
  long,
];
