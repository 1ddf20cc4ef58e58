import { type Attack, at, type DoorName, type Fault } from './attack.ts';
import { compact, honest, json, type Material, without } from './forge.ts';

type Change = (claims: Material['claims']) => object;
const claims = (door: DoorName, name: string, change: object | Change, fault: Fault): Attack => ({
  name: `${door}: ${name}`,
  forge: (m) => honest(m, { claims: typeof change === 'function' ? change(m.claims) : change }),
  fault: at(fault, door),
});
const lacking = (door: DoorName, name: string, fault: Fault): Attack => ({
  name: `${door}: no ${name}`,
  forge: (m) => compact(m.header, without(m.claims, name), m.mac),
  fault: at(fault, door),
});
/** A number that JSON can write and JavaScript cannot: it reads as for ever. */
const infinite = (door: DoorName, name: string, fault: Fault): Attack => ({
  name: `${door}: ${name} of 1e400`,
  forge: (m) => compact(m.header, json({ ...m.claims, [name]: 0 }).replace(`"${name}":0`, `"${name}":1e400`), m.mac),
  fault: at(fault, door),
});
const seconds = (of: Material['claims'], name: string): number => Number(of[name]);

const CYRILLIC = { iss: 'https://pеople.example' };
const OTHER_NODE = `node-${'0'.repeat(32)}`;

/** Claims of the right kind that name somebody else, and claims of another kind, for who signs with the right key. */
const ofPeople: readonly Attack[] = [
  ...['iss', 'aud', 'sub', 'exp'].map((name) => lacking('people', name, 'issuer')),
  claims('people', 'another issuer', { iss: 'https://evil.example' }, 'issuer'),
  claims('people', 'an issuer that looks the same', CYRILLIC, 'issuer'),
  claims('people', 'an issuer in another case', { iss: 'https://PEOPLE.example' }, 'issuer'),
  claims('people', 'an issuer with a slash behind', { iss: 'https://people.example/' }, 'issuer'),
  claims('people', 'an issuer with a zero byte', { iss: 'https://people.example\0' }, 'issuer'),
  claims('people', 'an issuer in a list', { iss: ['https://people.example'] }, 'issuer'),
  claims('people', 'the issuer of node tokens', { iss: 'plumbline-node-token' }, 'issuer'),
  claims('people', 'no one as issuer', { iss: null }, 'issuer'),
  claims('people', 'an issuer named like a member of every object', { iss: '__proto__' }, 'issuer'),
  claims('people', 'another audience', { aud: 'other' }, 'audience'),
  claims('people', 'an audience in another case', { aud: 'Plumbline' }, 'audience'),
  claims('people', 'an audience that begins alike', { aud: 'plumbline.evil' }, 'audience'),
  claims('people', 'no audience in a list', { aud: [] }, 'audience'),
  claims('people', 'the audience two lists deep', { aud: [['plumbline']] }, 'audience'),
  claims('people', 'the audience as a name', { aud: { plumbline: true } }, 'audience'),
  claims('people', 'null as audience', { aud: null, client_id: 'plumbline' }, 'audience'),
  claims('people', 'our client but another audience', { aud: 'other', client_id: 'plumbline' }, 'audience'),
  claims('people', 'our client in a list', { aud: undefined, client_id: ['plumbline'] }, 'audience'),
  claims('people', 'a subject in a list', { sub: ['ada'] }, 'subject'),
  claims('people', 'a subject that is a number', { sub: 7 }, 'subject'),
  claims('people', 'null as subject', { sub: null }, 'subject'),
  claims('people', 'a subject that is an object', { sub: {} }, 'subject'),
  claims('people', 'an empty subject', { sub: '' }, 'subject'),
  claims('people', 'a subject with a line break', { sub: 'ada\r\nrole: Admin' }, 'subject'),
  claims('people', 'a subject that looks the same', { sub: 'аda' }, 'subject'),
  claims('people', 'a subject of 256 characters', { sub: 'a'.repeat(256) }, 'subject'),
  claims('people', 'over', ({ iat }) => ({ exp: Number(iat) - 30 }), 'expired'),
  claims('people', 'over in 1970', { exp: 0 }, 'expired'),
  claims('people', 'over before time', { exp: -1 }, 'expired'),
  claims('people', 'an expiry in words', ({ exp }) => ({ exp: String(exp) }), 'clock'),
  claims('people', 'an expiry in a list', ({ exp }) => ({ exp: [exp] }), 'clock'),
  claims('people', 'null as expiry', { exp: null }, 'clock'),
  claims('people', 'true as expiry', { exp: true }, 'clock'),
  claims('people', 'an expiry after the last year', { exp: 253_402_300_800 }, 'clock'),
  infinite('people', 'exp', 'clock'),
  claims('people', 'not yet', ({ iat }) => ({ nbf: Number(iat) + 31 }), 'clock'),
  claims('people', 'not before, in words', { nbf: '0' }, 'clock'),
  claims('people', 'issued at, in words', { iat: 'now' }, 'clock'),
];

const ofAssertions: readonly Attack[] = [
  ...['iss', 'sub', 'aud', 'exp', 'jti'].map((name) => lacking('assertion', name, 'form')),
  claims('assertion', 'another issuer', { iss: OTHER_NODE }, 'subject'),
  claims('assertion', 'another subject', { sub: OTHER_NODE }, 'subject'),
  claims('assertion', 'a subject in capitals', ({ sub }) => ({ sub: String(sub).toUpperCase() }), 'form'),
  claims('assertion', 'a subject in a list', ({ sub }) => ({ sub: [sub] }), 'form'),
  claims('assertion', 'another audience', { aud: 'other' }, 'audience'),
  claims('assertion', 'the address as audience', { aud: 'https://plumbline.example/api/v1/token' }, 'audience'),
  claims('assertion', 'audiences in a list', ({ aud }) => ({ aud: [aud] }), 'form'),
  claims('assertion', 'good for 61 s', (c) => ({ exp: seconds(c, 'iat') + 61 }), 'lifetime'),
  claims('assertion', 'good for ever', { exp: Number.MAX_SAFE_INTEGER }, 'lifetime'),
  claims('assertion', 'over before it begins', (c) => ({ exp: seconds(c, 'iat') }), 'lifetime'),
  claims('assertion', 'over', (c) => ({ iat: seconds(c, 'iat') - 120, exp: seconds(c, 'iat') - 60 }), 'expired'),
  claims('assertion', 'made ahead', (c) => ({ iat: seconds(c, 'iat') + 61, exp: seconds(c, 'iat') + 121 }), 'clock'),
  claims('assertion', 'an expiry in words', ({ exp }) => ({ exp: String(exp) }), 'form'),
  claims('assertion', 'half a second of expiry', (c) => ({ exp: seconds(c, 'exp') - 0.5 }), 'form'),
  infinite('assertion', 'exp', 'form'),
  claims('assertion', 'issued before time', { iat: -1 }, 'form'),
  claims('assertion', 'a jti of seven characters', { jti: 'seven77' }, 'form'),
  claims('assertion', 'a jti of 65 characters', { jti: 'j'.repeat(65) }, 'form'),
  claims('assertion', 'a jti with a blank', { jti: 'jti with blanks' }, 'form'),
  claims('assertion', 'a claim it does not know', { scope: 'admin' }, 'form'),
  claims('assertion', 'a key it brings along (cnf)', { cnf: { jwk: {} } }, 'form'),
];

export const OF_CLAIMS: readonly Attack[] = [...ofPeople, ...ofAssertions];
