import { describe, expect, it } from 'vitest';
import { decideAddVersion } from '../../../core/config/decide-add-version.ts';
import { decideCreateConfig } from '../../../core/config/decide-create.ts';
import { decideErasure } from '../../../core/config/decide-erasure.ts';
import { CONFIG, type ConfigState } from '../../../core/config/evolve.ts';
import { accept } from '../../../core/decision.ts';

const AT = '2026-11-22T09:30:00.000Z';
const UNTIL = '2026-11-22T09:45:00.000Z';
const [SECRET, OTHER, THIRD] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const about = { by: 'ada', name: 'fees.staging', kind: 'config', rail: 'default', riskFloor: 'Low' } as const;

const created = decideCreateConfig({ at: AT, ...about }, CONFIG.initial);
const CREATED = (created.ok ? created.events : []).reduce(CONFIG.evolve, CONFIG.initial);
const begun = (state: ConfigState, digest: string, at = AT): ConfigState => {
  const decision = decideErasure({ at, digest }, state);
  return (decision.ok ? decision.events : []).reduce(CONFIG.evolve, state);
};
const add = (state: ConfigState, digest: string, at: string) => {
  const decision = decideAddVersion({ at, version: '1.0.0', digest, exists: false, lowerBecause: null }, state);
  return decision.ok ? 'added' : decision.code;
};

describe('an erasure', () => {
  it('begins with a quarter of an hour in which nobody publishes these bytes', () => {
    expect(decideErasure({ at: AT, digest: SECRET }, CREATED)).toStrictEqual(
      accept({ type: 'ErasureBegun', at: AT, digest: SECRET, until: UNTIL }),
    );
  });

  it.each([
    { digest: SECRET, at: AT, is: 'content_erasing' },
    { digest: SECRET, at: '2026-11-22T09:44:59.999Z', is: 'content_erasing' },
    { digest: SECRET, at: UNTIL, is: 'added' },
    { digest: OTHER, at: AT, is: 'added' },
  ])('$digest at $at: $is', ({ digest, at, is }) => expect(add(begun(CREATED, SECRET), digest, at)).toBe(is));

  it.each([
    { at: AT, again: false },
    { at: '2026-11-22T09:37:30.000Z', again: false },
    { at: '2026-11-22T09:37:30.001Z', again: true },
    { at: UNTIL, again: true },
  ])('asked for again at $at begins again: $again', ({ at, again }) => {
    const before = begun(CREATED, SECRET);
    const decision = decideErasure({ at, digest: SECRET }, before);
    expect(decision.ok && decision.events.length).toBe(again ? 1 : 0);
    expect(begun(before, SECRET, at).erasures?.length).toBe(1);
  });

  it('is forgotten when it is over and another begins, so that heads stay small', () => {
    const both = begun(begun(CREATED, SECRET), OTHER, '2026-11-22T09:44:59.999Z');
    expect(both.erasures?.map(({ digest }) => digest)).toStrictEqual([SECRET, OTHER]);
    expect(begun(both, THIRD, UNTIL).erasures?.map(({ digest }) => digest)).toStrictEqual([OTHER, THIRD]);
  });
});
