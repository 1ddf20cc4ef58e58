import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAddVersion, LINES_CHARACTERS } from '../../../core/config/decide-add-version.ts';
import { decideCreateConfig } from '../../../core/config/decide-create.ts';
import type { ConfigEvent } from '../../../core/config/events.ts';
import { CONFIG, type ConfigState } from '../../../core/config/evolve.ts';

const AT = '2026-11-22T09:30:00.000Z';
const DIGEST = 'a'.repeat(64);
const command = {
  at: AT,
  by: 'ada',
  name: 'payment-service.production',
  kind: 'config',
  rail: 'default',
  riskFloor: 'Low',
} as const;
const fold = (events: readonly ConfigEvent[], state: ConfigState = CONFIG.initial) =>
  events.reduce(CONFIG.evolve, state);
const created = () => {
  const decision = decideCreateConfig(command, CONFIG.initial);
  if (!decision.ok) throw new Error(decision.code);
  return fold(decision.events);
};

describe('creating a config', () => {
  it('takes service and environment from its name', () =>
    expect(created().profile).toStrictEqual({
      name: 'payment-service.production',
      service: 'payment-service',
      environment: 'Production',
      kind: 'config',
      rail: 'default',
      schema: null,
      requiredVerdicts: [],
      defaultStrategy: null,
      riskFloor: 'Low',
      owner: 'ada',
      description: null,
    }));

  it.each([
    { more: { environment: 'Production' }, code: 'taken' },
    { more: { environment: 'Staging' }, code: 'invalid_request' },
    { more: { name: 'a.staging', environment: 'Staging' }, code: 'taken' },
    { more: { name: 'a.development', environment: 'Development' }, code: 'taken' },
    { more: { requiredVerdicts: ['review'] }, code: 'taken' },
    { more: { requiredVerdicts: ['schema'] }, code: 'invalid_request' },
    { more: { requiredVerdicts: ['schema'], schema: 'rates@1.0.0' }, code: 'taken' },
    { more: { requiredVerdicts: ['rail'] }, code: 'invalid_request' },
    { more: { requiredVerdicts: ['rail'], rail: 'bin-table' }, code: 'taken' },
  ] as const)('$more: $code', ({ more, code }) => {
    const decision = decideCreateConfig({ ...command, ...more }, CONFIG.initial);
    expect(decision.ok ? 'taken' : decision.code).toBe(code);
  });

  it.each([
    { more: {}, requires: [] },
    { more: { schema: 'rates@1.0.0' }, requires: ['schema'] },
    { more: { rail: 'bin-table' }, requires: ['rail'] },
    { more: { schema: 'rates@1.0.0', requiredVerdicts: ['review'] }, requires: ['review'] },
    { more: { schema: 'rates@1.0.0', requiredVerdicts: [] }, requires: [] },
  ] as const)('demands $requires of $more', ({ more, requires }) => {
    const decision = decideCreateConfig({ ...command, ...more }, CONFIG.initial);
    expect(decision.ok && fold(decision.events).profile?.requiredVerdicts).toStrictEqual(requires);
  });

  it('takes a name once', () =>
    expect(decideCreateConfig(command, created())).toMatchObject({ ok: false, code: 'already_exists' }));
});

const withVersions = (...versions: readonly string[]) =>
  fold(
    versions.map(
      (version): ConfigEvent => ({ type: 'VersionAdded', at: AT, version, digest: DIGEST, justification: null }),
    ),
    created(),
  );
const add = (version: string, state: ConfigState, more: { exists?: boolean; lowerBecause?: string } = {}) =>
  decideAddVersion(
    { at: AT, version, digest: DIGEST, exists: more.exists ?? false, lowerBecause: more.lowerBecause ?? null },
    state,
  );

describe('adding a version', () => {
  it.each([
    { known: [], version: '0.0.1', code: 'taken' },
    { known: ['1.2.3'], version: '1.2.4', code: 'taken' },
    { known: ['1.2.3'], version: '1.2.3-rc.1', code: 'version_not_greater' },
    { known: ['1.2.3-rc.1'], version: '1.2.3', code: 'taken' },
    { known: ['1.2.3-rc.1'], version: '1.2.3-rc.2', code: 'taken' },
    { known: ['1.2.3-rc.2'], version: '1.2.3-rc.10', code: 'taken' },
    { known: ['1.2.3-rc.10'], version: '1.2.3-rc.2', code: 'version_not_greater' },
    { known: ['1.2.3'], version: '1.2.2', code: 'version_not_greater' },
    { known: ['1.3.0', '1.2.3'], version: '1.2.4', code: 'taken' },
    { known: ['2.0.0'], version: '1.9.0', code: 'taken' },
    { known: ['1.2.9'], version: '1.2.10', code: 'taken' },
    { known: ['1.2.10'], version: '1.2.9', code: 'version_not_greater' },
    { known: [], version: '2.4.1-8f2a', code: 'invalid_request' },
    { known: [], version: '2.4.1-rc.1-8f2a', code: 'invalid_request' },
    { known: [], version: '2.4.1-8f2g', code: 'taken' },
    { known: [], version: '2.4.1-8f2ab', code: 'taken' },
  ])('$version after $known: $code', ({ known, version, code }) => {
    const decision = add(version, withVersions(...known));
    expect(decision.ok ? 'taken' : decision.code).toBe(code);
  });

  it('goes below another one only when somebody says why, and the line keeps its highest', () => {
    const lower = add('1.2.2', withVersions('1.2.3'), { lowerBecause: 'a fix for those who stay' });
    expect(lower).toStrictEqual({
      ok: true,
      events: [
        { type: 'VersionAdded', at: AT, version: '1.2.2', digest: DIGEST, justification: 'a fix for those who stay' },
      ],
    });
    if (!lower.ok) throw new Error(lower.code);
    expect(fold(lower.events, withVersions('1.2.3'))).toMatchObject({
      lines: { '1.2': '1.2.3' },
      versions: 2,
      latest: { version: '1.2.2' },
    });
  });

  it('keeps no justification where none was needed', () =>
    expect(add('1.2.4', withVersions('1.2.3'), { lowerBecause: 'just in case' })).toMatchObject({
      events: [{ justification: null }],
    }));

  it('takes a name once, whatever is said', () =>
    expect(add('1.2.3', withVersions('1.2.3'), { exists: true, lowerBecause: 'once more' })).toMatchObject({
      code: 'version_exists',
    }));

  it('needs a config', () => expect(add('1.0.0', CONFIG.initial)).toMatchObject({ code: 'config_unknown' }));

  it('holds as many lines as its head has room for', () => {
    const entry = (line: number) => `"1.${line}":"1.${line}.0",`.length;
    let size = '{}'.length - 1;
    let lines = 1000; // four digits each, so that every line takes the same room
    while (size + entry(lines) <= LINES_CHARACTERS) size += entry(lines++);
    const full = withVersions(...Array.from({ length: lines - 1000 }, (_, index) => `1.${index + 1000}.0`));
    expect(add(`1.${lines}.0`, full)).toMatchObject({ code: 'too_large' });
    expect(add('1.1000.1', full).ok).toBe(true);
  });

  it('whatever was accepted without a word is the highest of its line', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(2), fc.nat(4)), { minLength: 1, maxLength: 20 }), (tried) => {
        const state = tried.reduce((before, parts) => {
          const version = parts.join('.');
          const decision = add(version, before);
          if (!decision.ok) return before;
          const after = fold(decision.events, before);
          expect(after.lines[parts.slice(0, 2).join('.')]).toBe(version);
          return after;
        }, created());
        expect(Object.keys(state.lines).length).toBeLessThanOrEqual(state.versions);
      }),
    ));
});
