import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BY_ALGORITHM } from './algorithms.ts';
import { type Attack, CODES, DOORS, type DoorName, faultAt } from './attack.ts';
import { OF_CLAIMS } from './claims.ts';
import { OF_CLAIMS_OF_NODES } from './claims-of-nodes.ts';
import { type Door, openDoors } from './doors.ts';
import { honest } from './forge.ts';
import { BY_HEADER } from './headers.ts';
import { BY_KEY } from './keys.ts';
import { BY_SIGNATURE } from './signatures.ts';
import { BY_TEXT } from './texts.ts';

const ATTACKS: readonly Attack[] = [
  ...BY_ALGORITHM,
  ...BY_SIGNATURE,
  ...BY_KEY,
  ...BY_HEADER,
  ...BY_TEXT,
  ...OF_CLAIMS,
  ...OF_CLAIMS_OF_NODES,
];
const LEAST: Readonly<Record<DoorName, number>> = {
  people: 226,
  assertion: 214,
  'node token': 164,
  receipt: 206,
  enrolment: 207,
};

let opened: Awaited<ReturnType<typeof openDoors>>;
beforeAll(async () => {
  opened = await openDoors();
});
afterAll(() => opened.close());
const doorOf = (name: DoorName): Door => opened.doors[name];
const honestOneAt = async (name: DoorName): Promise<string> => {
  const { material, present } = doorOf(name);
  return present(honest(await material()));
};

it('every attack has a name of its own', () => {
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
});

describe.each(DOORS)('at the door of %s', (name) => {
  const attacks = ATTACKS.flatMap((attack) => {
    const fault = faultAt(attack, name);
    return fault === undefined ? [] : [{ attack: attack.name, forge: attack.forge, code: CODES[name][fault] }];
  });
  const presented = new Set<string>();

  it('the honest token is accepted', async () => expect(await honestOneAt(name)).toBe('accepted'));

  it.each(attacks)('$attack: $code', async ({ forge, code }) => {
    const { material, present, done } = doorOf(name);
    const token = forge(await material());
    presented.add(token);
    const before = await done();
    expect(code).toBeDefined();
    expect(await present(token)).toBe(code);
    expect(await done()).toStrictEqual(before);
  });

  it('were presented, each another token, and none was accepted', () => {
    expect(presented.size).toBe(attacks.length);
    expect(attacks.length).toBeGreaterThanOrEqual(LEAST[name]);
  });
  it('the honest token is accepted after all of them', async () => expect(await honestOneAt(name)).toBe('accepted'));

  it.each(DOORS.filter((other) => other !== name))('an honest token for the door of %s is none here', async (other) => {
    const { present, done } = doorOf(name);
    const token = honest(await doorOf(other).material());
    const before = await done();
    expect(await present(token)).toBe(CODES[name].form);
    expect(await done()).toStrictEqual(before);
  });
});
