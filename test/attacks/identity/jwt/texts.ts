import { type Attack, at, OF_NODES } from './attack.ts';
import { compact, encode, honest, json, looseBits, type Material, type Part, partsOf, withLooseEnd } from './forge.ts';

/** The honest token as text, changed; its signature would still be right for who reads past the change. */
const rewritten = (name: string, change: (token: string) => string, fault: Attack['fault'] = 'text'): Attack => ({
  name,
  forge: (m) => change(honest(m)),
  fault,
});
const joined =
  (...parts: readonly number[]) =>
  (token: string) =>
    parts.map((part) => (part < 0 ? '' : partsOf(token)[part])).join('.');

/** Which parts are there, and how they are joined; the cases of Wycheproof's JWS vectors, at each door. */
const assembled: readonly Attack[] = [
  rewritten('without signature', joined(0, 1, -1)),
  rewritten('without signature and its dot', joined(0, 1)),
  rewritten('without payload', joined(0, -1, 2)),
  rewritten('without payload and its dot', joined(0, 2)),
  rewritten('without header', joined(-1, 1, 2)),
  rewritten('without header and its dot', joined(1, 2)),
  rewritten('the payload alone', joined(1)),
  rewritten('the payload between dots', joined(-1, 1, -1)),
  rewritten('nothing but dots', () => '..'),
  rewritten('with an empty part behind', joined(0, 1, 2, -1)),
  rewritten('with a part behind', joined(0, 1, 2, 1)),
  rewritten('in five parts, as a JWE', joined(0, 1, 2, 1, 2)),
  rewritten('with an empty part before', joined(-1, 0, 1, 2)),
  rewritten('parts in another order', joined(1, 0, 2), 'form'),
  rewritten('in JSON, flattened', (token) => {
    const [header, payload, signature] = partsOf(token);
    return json({ protected: header, payload, signature });
  }),
  rewritten('in JSON, general', (token) => {
    const [header, payload, signature] = partsOf(token);
    return json({ payload, signatures: [{ protected: header, signature }] });
  }),
  rewritten('twice, after a comma', (token) => `${token},${token}`),
];

const spelled: readonly Attack[] = [
  rewritten('with padding', (token) => `${token}==`),
  rewritten('with padding in the header', (token) => token.replace('.', '=.')),
  rewritten('in the other base64', (token) => `${token.slice(0, -2)}+/`),
  rewritten('with a blank inside', (token) => token.replace('.', ' .')),
  rewritten('with a line break inside', (token) => token.replace('.', '\n.')),
  rewritten('with a zero byte behind', (token) => `${token}\0`),
  rewritten('with full-width dots', (token) => token.replaceAll('.', '．')),
  rewritten('percent-encoded', (token) => token.replaceAll('.', '%2E')),
  rewritten('of a megabyte', (token) => token.replace('.', `${'A'.repeat(1 << 20)}.`), 'size'),
  {
    name: 'with loose bits at the end of the signature',
    forge: (m) => {
      const [header, payload, signature] = partsOf(honest(m));
      return `${header}.${payload}.${looseBits(signature)}`;
    },
    fault: 'form',
  },
  {
    name: 'with loose bits at the end of the header',
    forge: resigned((m) => [looseBits(encode(withLooseEnd(json(m.header)))), encode(json(m.claims))]),
    fault: 'form',
  },
  {
    name: 'with loose bits at the end of the payload',
    forge: resigned((m) => [encode(json(m.header)), looseBits(encode(withLooseEnd(json(m.claims))))]),
    // Ours alone, under a MAC that covers the text: nobody but us could have written it.
    fault: at('form', 'people', ...OF_NODES),
  },
  {
    name: 'longer than any token',
    forge: (m) => honest(m, { claims: { pad: 'x'.repeat(45 * 1024) } }),
    fault: 'text',
  },
];

/** Encoded parts of one's own making, signed by the honest key. */
function resigned(parts: (m: Material) => readonly [string, string]): Attack['forge'] {
  return (m) => {
    const input = parts(m).join('.');
    return `${input}.${encode(m.mac(input))}`;
  };
}

/** The members as JSON text, with more text in front of the last brace. */
const ending = (members: object, more: string): string => `${json(members).slice(0, -1)}${more}}`;
const header = (name: string, part: (m: Material) => Part): Attack => ({
  name: `the header ${name}`,
  forge: (m) => compact(part(m), m.claims, m.mac),
  fault: 'form',
});
/** Signed by the right key; a node token is written by us alone, so only what nobody could read is tried there. */
const payload = (name: string, part: (m: Material) => Part): Attack => ({
  name: `the payload ${name}`,
  forge: (m) => compact(m.header, part(m), m.mac),
  fault: at('form', 'people', ...OF_NODES),
});
const OVERLONG = Buffer.from([0xc0, 0xaf]);
const member = (m: Material): string => Object.keys(m.claims).at(-1) ?? '';

/** Two readers of one token must see one thing. */
const ambiguous: readonly Attack[] = [
  header('names alg twice, none first', (m) => json(m.header).replace('{', '{"alg":"none",')),
  header('names alg twice, none last', (m) => ending(m.header, ',"alg":"none"')),
  header('names typ twice by an escape', (m) => ending(m.header, ',"\\u0074yp":"JWT"')),
  header('is a list', (m) => json([m.header])),
  header('is null', () => 'null'),
  header('is a string', (m) => json(json(m.header))),
  header('begins with a byte order mark', (m) => `\ufeff${json(m.header)}`),
  header('is no JSON', () => 'alg=ES256'),
  payload('names a claim twice', (m) => ending(m.claims, `,"${member(m)}":"eve"`)),
  payload('names a claim twice, the lie first', (m) => json(m.claims).replace('{', `{"${member(m)}":"eve",`)),
  payload('names a claim twice by an escape', (m) =>
    ending(m.claims, `,"\\u${member(m).charCodeAt(0).toString(16).padStart(4, '0')}${member(m).slice(1)}":"eve"`),
  ),
  payload('names something twice further down', (m) => ending(m.claims, ',"deep":{"a":[{"b":1,"b":2}]}')),
  payload('is a list', (m) => json([m.claims])),
  payload('is null', () => 'null'),
  payload('is a string', (m) => json(json(m.claims))),
  payload('is empty JSON', () => '{}'),
  payload('is another JWT', (m) => honest(m)),
  payload('is another JWT in quotes', (m) => json(honest(m))),
  payload('begins with a byte order mark', (m) => `\ufeff${json(m.claims)}`),
  payload('has a comma too many', (m) => ending(m.claims, ',')),
  payload('has a comment', (m) => ending(m.claims, '/* admin */')),
  payload('has bytes that are no UTF-8', (m) =>
    Buffer.concat([Buffer.from(`${json(m.claims).slice(0, -1)},"x":"`), OVERLONG, Buffer.from('"}')]),
  ),
  payload('has __proto__ beside its claims', (m) => ending(m.claims, ',"__proto__":{"groups":["admins"]}')),
  payload('hides its claims in __proto__', (m) => `{"__proto__":${json(m.claims)}}`),
  payload('is JSON of JavaScript only (NaN)', (m) => ending(m.claims, ',"x":NaN')),
];

export const BY_TEXT: readonly Attack[] = [...assembled, ...spelled, ...ambiguous];
