import { describe, expect, it } from 'vitest';
import { accept } from '../../../core/decision.ts';
import type { GivenVerdict } from '../../../core/verdicts/validation.ts';
import { decideVersion, type VersionCommand } from '../../../core/version/decide.ts';
import { buildMatches, displayOf, isReserved, readVersion } from '../../../core/version/display.ts';
import type { VersionProfile } from '../../../core/version/events.ts';
import { signatureOf, VERSION, type VersionState } from '../../../core/version/evolve.ts';
import { VersionStatement } from '../../../schemas/documents.ts';

const AT = '2026-11-22T09:30:00.000Z';
const profile: VersionProfile = {
  config: 'a.production',
  version: '1.0.0',
  digest: '8f2a'.padEnd(64, '0'),
  sizeBytes: 2,
  mediaType: 'application/json',
  schema: 'rates@1.0.0',
  requiredVerdicts: ['schema', 'review'],
  author: 'ada',
  authors: ['ada', 'bob'],
  from: null,
  note: null,
};
const schemaPassed: GivenVerdict = { check: 'schema', result: 'passed', at: AT, by: null, note: null, findings: [] };
const review = (result: 'passed' | 'failed', by = 'grace'): VersionCommand => ({
  type: 'ReviewVersion',
  controlPlane: 'plumb',
  verdict: { check: 'review', result, at: AT, by, note: 'read', findings: [] },
});
const publish = (more: Partial<VersionProfile> = {}, verdicts = [schemaPassed]): VersionCommand => ({
  type: 'PublishVersion',
  at: AT,
  controlPlane: 'plumb',
  profile: { ...profile, ...more },
  tags: ['beta'],
  verdicts,
});
const stateAfter = (...commands: readonly VersionCommand[]): VersionState =>
  commands.reduce((state, command) => {
    const decision = decideVersion(command, state);
    if (!decision.ok) throw new Error(decision.code);
    return decision.events.reduce(VERSION.evolve, state);
  }, VERSION.initial);

describe('a version', () => {
  it.each([
    { name: 'waits for a demanded review', commands: [publish()], validation: 'pending' },
    {
      name: 'is validated when all demanded have passed',
      commands: [publish(), review('passed')],
      validation: 'validated',
    },
    {
      name: 'is validated at once when nothing is demanded',
      commands: [publish({ requiredVerdicts: [] }, [])],
      validation: 'validated',
    },
    { name: 'is invalid when a review failed', commands: [publish(), review('failed')], validation: 'invalid' },
    {
      name: 'is invalid when a review failed that nobody demanded',
      commands: [publish({ requiredVerdicts: [] }), review('failed')],
      validation: 'invalid',
    },
    {
      name: 'is healed by the newest word',
      commands: [publish(), review('failed'), review('passed')],
      validation: 'validated',
    },
    {
      name: 'is spoilt by the newest word',
      commands: [publish(), review('passed'), review('failed')],
      validation: 'invalid',
    },
  ])('$name', ({ commands, validation }) => expect(stateAfter(...commands).validation).toBe(validation));

  it('drafts its statement once, in the append that validates it', () => {
    const waiting = stateAfter(publish());
    expect(waiting.statement).toBe(null);
    const decision = decideVersion(review('passed'), waiting);
    if (!decision.ok) throw new Error(decision.code);
    expect(decision.events.map(({ type }) => type)).toStrictEqual(['VerdictGiven', 'StatementDrafted']);
    const { statement } = decision.events.reduce(VERSION.evolve, waiting);
    const document = VersionStatement.parse(JSON.parse(Buffer.from(statement?.payload ?? '', 'base64').toString()));
    expect(document.subject).toStrictEqual([{ name: 'a.production', digest: { sha256: profile.digest } }]);
    expect(document.predicate).toStrictEqual({
      controlPlane: 'plumb',
      config: 'a.production',
      version: '1.0.0',
      verdicts: [
        { check: 'review', result: 'passed', at: AT },
        { check: 'schema', result: 'passed', at: AT },
      ],
    });
    expect(decideVersion(review('passed', 'heidi'), stateAfter(publish(), review('passed')))).toMatchObject({
      events: [{ type: 'VerdictGiven' }],
    });
    expect(decideVersion(review('passed'), stateAfter(publish(), review('passed')))).toStrictEqual(accept());
  });

  it.each([
    { by: 'ada', result: 'passed', code: 'approval_by_author' },
    { by: 'bob', result: 'passed', code: 'approval_by_author' },
    { by: 'grace', result: 'passed', code: 'taken' },
    { by: 'ada', result: 'failed', code: 'taken' },
  ] as const)('a review `$result` by $by: $code', ({ by, result, code }) => {
    const decision = decideVersion(review(result, by), stateAfter(publish()));
    expect(decision.ok ? 'taken' : decision.code).toBe(code);
  });

  it('is signed by the first envelope, and revoked outranks signed', () => {
    const validated = stateAfter(publish({ requiredVerdicts: [] }, []));
    const digest = validated.statement?.digest ?? '';
    const envelope = (sig: string) => ({ payloadType: 'x', payload: '', signatures: [{ sig }] });
    const keep = (sig: string, of = digest): VersionCommand => ({
      type: 'KeepSignature',
      at: AT,
      digest: of,
      envelope: envelope(sig),
    });
    expect(signatureOf(validated)).toBe('unsigned');
    expect(decideVersion(keep('a', 'b'.repeat(64)), validated)).toStrictEqual(accept());
    const signed = [keep('first')].reduce((state, command) => {
      const decision = decideVersion(command, state);
      return decision.ok ? decision.events.reduce(VERSION.evolve, state) : state;
    }, validated);
    expect(signatureOf(signed)).toBe('signed');
    expect(decideVersion(keep('second'), signed)).toStrictEqual(accept());
    const revoke: VersionCommand = { type: 'RevokeVersion', at: AT, by: 'olga', justification: 'wrong rates' };
    const decision = decideVersion(revoke, signed);
    if (!decision.ok) throw new Error(decision.code);
    const revoked = decision.events.reduce(VERSION.evolve, signed);
    expect(signatureOf(revoked)).toBe('revoked');
    expect(decideVersion(revoke, revoked)).toStrictEqual(accept());
    expect(decideVersion(review('passed'), revoked)).toMatchObject({ code: 'version_revoked' });
  });

  it('loses its content once, when it is revoked', () => {
    const [by, justification] = ['root', 'a password'];
    const revoke: VersionCommand = { type: 'RevokeVersion', at: AT, by: 'olga', justification };
    const erase: VersionCommand = { type: 'EraseContent', at: AT, by, justification };
    expect(decideVersion(erase, VERSION.initial)).toMatchObject({ code: 'version_unknown' });
    const live = stateAfter(publish());
    expect(decideVersion(erase, live)).toMatchObject({ code: 'version_not_revoked', details: { version: '1.0.0' } });
    const { digest } = profile;
    const erased = decideVersion(erase, stateAfter(publish(), revoke));
    expect(erased).toStrictEqual(accept({ type: 'ContentErased', at: AT, by, digest, justification }));
    const after = stateAfter(publish(), revoke, erase);
    expect(after).toStrictEqual({ ...stateAfter(publish(), revoke), erased: { by, at: AT, justification } });
    expect(decideVersion({ ...erase, by: 'grace' }, after)).toStrictEqual(accept());
  });

  it('sets its tags, and the same tags change nothing', () => {
    const state = stateAfter(publish(), { type: 'SetTags', at: AT, tags: ['stable', 'deprecated'] });
    expect(state.tags).toStrictEqual(['stable', 'deprecated']);
    expect(decideVersion({ type: 'SetTags', at: AT, tags: ['stable', 'deprecated'] }, state)).toStrictEqual(accept());
  });

  it('is published once, and must be there for everything else', () => {
    expect(decideVersion(publish(), stateAfter(publish()))).toMatchObject({ code: 'version_exists' });
    expect(decideVersion(review('passed'), VERSION.initial)).toMatchObject({ code: 'version_unknown' });
  });
});

describe('the display build', () => {
  it.each([
    { text: '2.4.1', version: '2.4.1', build: undefined },
    { text: '2.4.1-8f2a', version: '2.4.1', build: '8f2a' },
    { text: '2.4.1-0123', version: '2.4.1', build: '0123' },
    { text: '2.4.1-rc.1', version: '2.4.1-rc.1', build: undefined },
    { text: '2.4.1-rc.1-8f2a', version: '2.4.1-rc.1', build: '8f2a' },
    { text: '2.4.1-beta', version: '2.4.1-beta', build: undefined },
    { text: '2.4.1-8F2A', version: '2.4.1-8F2A', build: undefined },
  ])('$text is $version with build $build', ({ text, version, build }) => {
    const read = readVersion(text);
    expect({ version: read.version, build: read.build }).toStrictEqual({ version, build });
    expect(isReserved(text)).toBe(build !== undefined);
  });

  it('comes off what it was put on', () => {
    const shown = displayOf('1.2.3-rc.1', profile.digest);
    expect(shown).toBe('1.2.3-rc.1-8f2a');
    expect(readVersion(shown)).toStrictEqual({ version: '1.2.3-rc.1', build: '8f2a' });
    expect([
      buildMatches('8f2a', profile.digest),
      buildMatches('8f2b', profile.digest),
      buildMatches(undefined, profile.digest),
    ]).toStrictEqual([true, false, true]);
  });
});
