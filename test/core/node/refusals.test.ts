import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../core/integrity/base64.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { payloadBytes } from '../../../core/integrity/statement.ts';
import { labelsPayload } from '../../../core/labels/payload.ts';
import { acceptDirective } from '../../../core/node/accept-directive.ts';
import { acceptLabels } from '../../../core/node/accept-labels.ts';
import { acceptRelease, type ReleaseContext } from '../../../core/node/accept-release.ts';
import { acceptFirstRoot, acceptNextRoot } from '../../../core/node/accept-root.ts';
import { checkAnnounced, checkBlob, MAX_BLOB_BYTES } from '../../../core/node/check-blob.ts';
import { type OpenRelease, openRelease } from '../../../core/node/open-release.ts';
import { REFUSALS, type RefusalCode, type Refused } from '../../../core/node/refusals.ts';
import { type HeldState, step } from '../../../core/node/step.ts';
import { swapFailed } from '../../../core/node/swap-retry.ts';
import { trustedRoot } from '../../../core/node/trusted-keys.ts';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import {
  CLUSTER,
  CONTROL_PLANE,
  candidateOf,
  draftDirectiveOf,
  draftRelease,
  fleetKeys,
  issueDirective,
  issueRelease,
  issueRoot,
  later,
  named,
  T0,
  text,
} from '../../support/fleet-documents.ts';
import { newSigningKey, signed, signedBytes } from '../../support/signing-keys.ts';

const keys = fleetKeys();
const root = issueRoot(keys);
const trust = trustedRoot(root.document, root.digest, CLUSTER);
const NODE = `node-${'a'.repeat(32)}`;
const nowMs = Date.parse(T0);
type Answer = { readonly ok: true } | Refused;

const directive = (envelope: DsseEnvelope, context: Partial<Parameters<typeof acceptDirective>[2]> = {}): Answer =>
  acceptDirective(envelope, trust, { cluster: CLUSTER, held: null, nowMs, ...context });
const release = issueRelease(keys, 5, { [CLUSTER]: 'five' });
const open = (envelope: DsseEnvelope, digest: string): Answer => openRelease(envelope, trust, digest);
const opened = (issued = release): OpenRelease => {
  const answer = openRelease(issued.envelope, trust, issued.digest);
  if (!answer.ok) throw new Error(answer.code);
  return answer;
};
const install = (issued = release, context: Partial<ReleaseContext> = {}): Answer =>
  acceptRelease(opened(issued), {
    controlPlane: CONTROL_PLANE,
    cluster: CLUSTER,
    epoch: 1,
    named: { generation: issued.document.predicate.generation },
    floor: null,
    held: [],
    toActivate: true,
    nowMs,
    ...context,
  });
const labels = (change: object = {}, held: Parameters<typeof acceptLabels>[2]['held'] = null): Answer => {
  const drafted = labelsPayload({
    controlPlane: CONTROL_PLANE,
    node: NODE,
    revision: 2,
    labels: {},
    issuedAt: T0,
    ...change,
  });
  return acceptLabels(signed(drafted, keys.release), trust, { node: NODE, held });
};
const place = (generation: number, digest: string, epoch = 1) => ({ epoch, generation, digest });
const other = sha256Hex('another document');
const directiveNow = issueDirective(keys, 3, { stable: named(release) });
const held: HeldState = {
  nodeId: NODE,
  cluster: CLUSTER,
  labels: null,
  trust,
  directive: directiveNow.document.predicate,
  floor: null,
  running: null,
  releases: new Map([[release.digest, opened()]]),
  hasBlob: () => true,
  resident: new Set(),
  intact: true,
  swap: null,
  nowMs,
};
const next = (change: Partial<HeldState>): Answer => {
  const answer = step({ ...held, ...change });
  return answer.do === 'refuse' ? { ok: false, code: answer.code } : { ok: true };
};

/** Canonical bytes of a release with its subjects or predicate changed behind the builder's back. */
const forged = (change: (statement: Record<string, unknown>) => void) => {
  const statement = structuredClone(release.document) as unknown as Record<string, unknown>;
  change(statement);
  const drafted = payloadBytes(statement);
  return open(signed(drafted, keys.release), drafted.digest);
};
const subject = (name: string) => ({ name, digest: { sha256: other } });

const NEXT_KEYS = { ...keys, root: newSigningKey() };
const second = (version = 2, signers = [keys.root, NEXT_KEYS.root]) => issueRoot(NEXT_KEYS, { version }, signers);
const nextRoot = ({ envelope }: { envelope: DsseEnvelope }): Answer => acceptNextRoot(envelope, root.document);

interface Row {
  readonly code: RefusalCode;
  readonly when: string;
  readonly refused: () => Answer;
  /** The same on the other side of the limit. */
  readonly accepted: () => Answer;
}

const ok = () => directive(directiveNow.envelope);
const drafted = draftDirectiveOf(3, { stable: named(release) });
const elsewhere = { ...keys, release: newSigningKey() };
const limited = issueRoot(keys, {
  releaseKeys: [
    { publicKey: keys.release.pem, clusters: ['other.production'] },
    { publicKey: elsewhere.release.pem, clusters: [CLUSTER] },
  ],
});
const underLimited = (key: typeof keys.release): Answer =>
  acceptDirective(signed(drafted, key), trustedRoot(limited.document, limited.digest, CLUSTER), {
    cluster: CLUSTER,
    held: null,
    nowMs,
  });
const loosePayload = (payload: string): DsseEnvelope => ({ ...directiveNow.envelope, payload });
const windowed = (generation: number) =>
  issueRelease(keys, generation, { [CLUSTER]: 'x' }, { effectiveFrom: later(10), effectiveTo: later(20) });
const at = (seconds: number) => ({ nowMs: Date.parse(later(seconds)) });

const ROWS: readonly Row[] = [
  {
    code: 'bad_signature',
    when: 'one bit of the payload differs',
    refused: () => directive(loosePayload(toBase64(draftDirectiveOf(4).bytes))),
    accepted: ok,
  },
  {
    code: 'bad_signature',
    when: 'there are two signatures, both good',
    refused: () => directive(signed(drafted, keys.release, keys.release)),
    accepted: () => directive(signed(drafted, keys.release)),
  },
  {
    code: 'bad_signature',
    when: 'base64 is loose',
    refused: () => directive(loosePayload(`${directiveNow.envelope.payload}\n`)),
    accepted: ok,
  },
  {
    code: 'bad_signature',
    when: 'the signature is absent, in form only',
    refused: () => directive({ ...directiveNow.envelope, signatures: [{ keyid: keys.release.keyId, sig: '' }] }),
    accepted: ok,
  },
  {
    code: 'unknown_key',
    when: 'a stranger signed',
    refused: () => directive(signed(drafted, newSigningKey())),
    accepted: ok,
  },
  { code: 'wrong_role', when: 'a root key signed', refused: () => directive(signed(drafted, keys.root)), accepted: ok },
  {
    code: 'wrong_role',
    when: 'a release key limited to other clusters signed',
    refused: () => underLimited(keys.release),
    accepted: () => underLimited(elsewhere.release),
  },
  {
    code: 'wrong_type',
    when: 'the payload type is another',
    refused: () => directive(signedBytes(drafted.bytes, [keys.release], 'application/json')),
    accepted: ok,
  },
  {
    code: 'wrong_type',
    when: 'a release comes as a directive',
    refused: () => directive(release.envelope),
    accepted: ok,
  },
  {
    code: 'not_canonical',
    when: 'a space was added before signing',
    refused: () => directive(signedBytes(text(`${new TextDecoder().decode(drafted.bytes)} `), [keys.release])),
    accepted: ok,
  },
  {
    code: 'not_canonical',
    when: 'a member is there twice',
    refused: () => {
      const twice = new TextDecoder().decode(drafted.bytes).replace('{', '{"_type":"x",');
      return directive(signedBytes(text(twice), [keys.release]));
    },
    accepted: ok,
  },
  {
    code: 'too_large',
    when: 'a blob is announced above the cap',
    refused: () => checkAnnounced(MAX_BLOB_BYTES + 1, MAX_BLOB_BYTES + 1),
    accepted: () => checkAnnounced(MAX_BLOB_BYTES, MAX_BLOB_BYTES),
  },
  {
    code: 'wrong_control_plane',
    when: 'the directive is of another one',
    refused: () => directive(issueDirective(keys, 3, { controlPlane: 'another' }).envelope),
    accepted: ok,
  },
  {
    code: 'wrong_control_plane',
    when: 'the release is of another one',
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { controlPlane: 'another' })),
    accepted: () => install(),
  },
  {
    code: 'wrong_cluster',
    when: 'the directive is of another one',
    refused: () => directive(issueDirective(keys, 3, { cluster: 'other.production' }).envelope),
    accepted: ok,
  },
  {
    code: 'wrong_cluster',
    when: 'the release is of another one',
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { cluster: 'other.production' })),
    accepted: () => install(),
  },
  {
    code: 'wrong_node',
    when: 'labels are of another node',
    refused: () => labels({ node: `node-${'b'.repeat(32)}` }),
    accepted: () => labels(),
  },
  {
    code: 'wrong_epoch',
    when: "the directive's is below the root's",
    refused: () => directive(issueDirective(keys, 3, { epoch: 0 }).envelope),
    accepted: ok,
  },
  {
    code: 'wrong_epoch',
    when: "the directive's is above the root's",
    refused: () => directive(issueDirective(keys, 3, { epoch: 2 }).envelope),
    accepted: ok,
  },
  {
    code: 'wrong_epoch',
    when: "the release's is not the root's",
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { epoch: 2 })),
    accepted: () => install(),
  },
  {
    code: 'rolled_back',
    when: 'the release is below the floor',
    refused: () => install(release, { floor: place(6, other) }),
    accepted: () => install(release, { floor: place(5, release.digest) }),
  },
  {
    code: 'rolled_back',
    when: 'the directive names a stable release below the floor, before anything is fetched',
    refused: () => next({ floor: place(6, other), running: place(6, other), releases: new Map() }),
    accepted: () => next({ floor: place(4, other), running: place(4, other), releases: new Map() }),
  },
  {
    code: 'fork',
    when: 'a directive of the held sequence has another digest',
    refused: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: other } }),
    accepted: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: directiveNow.digest } }),
  },
  {
    code: 'fork',
    when: 'the floor has this generation with another digest',
    refused: () => install(release, { floor: place(5, other) }),
    accepted: () => install(release, { floor: place(5, release.digest) }),
  },
  {
    code: 'fork',
    when: 'a resident release has this generation with another digest',
    refused: () => install(release, { held: [place(5, other)] }),
    accepted: () => install(release, { held: [place(5, other, 0)] }),
  },
  {
    code: 'fork',
    when: 'previousDigest contradicts the generation before',
    refused: () =>
      install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { previousDigest: other }), {
        held: [place(4, release.digest)],
      }),
    accepted: () =>
      install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { previousDigest: other }), { held: [place(4, other)] }),
  },
  {
    code: 'fork',
    when: 'labels of the held revision have another digest',
    refused: () => labels({}, { revision: 2, digest: other, labels: {} }),
    accepted: () => labels({}, { revision: 1, digest: other, labels: {} }),
  },
  {
    code: 'root_rules',
    when: 'a root version is skipped',
    refused: () => nextRoot(second(3)),
    accepted: () => nextRoot(second(2)),
  },
  {
    code: 'bad_signature',
    when: 'a next root lacks the keys of the root before',
    refused: () => nextRoot(second(2, [NEXT_KEYS.root])),
    accepted: () => nextRoot(second()),
  },
  {
    code: 'bad_signature',
    when: 'a next root lacks its own keys',
    refused: () => nextRoot(second(2, [keys.root])),
    accepted: () => nextRoot(second()),
  },
  {
    code: 'digest_mismatch',
    when: 'the first root is not the one the token pins, however well signed',
    refused: () => acceptFirstRoot(issueRoot(keys, { epoch: 2 }).envelope, { version: 1, sha256: root.digest }),
    accepted: () => acceptFirstRoot(root.envelope, { version: 1, sha256: root.digest }),
  },
  {
    code: 'directive_expired',
    when: 'it expires at this very instant',
    refused: () => directive(issueDirective(keys, 3, { expiresAt: T0 }).envelope),
    accepted: () => directive(issueDirective(keys, 3, { expiresAt: later(0.001) }).envelope),
  },
  {
    code: 'directive_expired',
    when: 'the held one expires before its release is installed',
    refused: () => next(at(86_400)),
    accepted: () => next(at(86_399.999)),
  },
  {
    code: 'root_expired',
    when: 'it expires at this very instant',
    refused: () => next({ nowMs: Date.parse(root.document.expiresAt), directive: fresh() }),
    accepted: () => next({ nowMs: Date.parse(root.document.expiresAt) - 1, directive: fresh() }),
  },
  {
    code: 'not_yet_effective',
    when: 'a millisecond before its window',
    refused: () => install(windowed(5), at(9.999)),
    accepted: () => install(windowed(5), at(10)),
  },
  {
    code: 'no_longer_effective',
    when: 'the window ends at this very instant',
    refused: () => install(windowed(5), at(20)),
    accepted: () => install(windowed(5), at(19.999)),
  },
  {
    code: 'not_in_directive',
    when: 'the directive does not name it',
    refused: () => install(release, { named: undefined }),
    accepted: () => install(),
  },
  {
    code: 'not_in_directive',
    when: 'the directive names it with another generation',
    refused: () => install(release, { named: { generation: 6 } }),
    accepted: () => install(release, { named: { generation: 5 } }),
  },
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'a/b.production',
    '.',
    '..',
    '',
    'con\0trol.production',
    'Upper.production',
  ].map(
    (name): Row => ({
      code: 'unsafe_name',
      when: `a subject is called ${JSON.stringify(name)}`,
      refused: () => forged((statement) => Object.assign(statement, { subject: [subject(name)] })),
      accepted: () => open(release.envelope, release.digest),
    }),
  ),
  {
    code: 'subjects_mismatch',
    when: 'a subject is not in the predicate',
    refused: () => forged((statement) => (statement['subject'] as unknown[]).push(subject('other.production'))),
    accepted: () => open(release.envelope, release.digest),
  },
  {
    code: 'subjects_mismatch',
    when: 'a config has no subject',
    refused: () => forged((statement) => Object.assign(statement, { subject: [subject('other.production')] })),
    accepted: () => open(release.envelope, release.digest),
  },
  {
    code: 'subjects_mismatch',
    when: 'one name comes twice',
    refused: () => forged((statement) => (statement['subject'] as unknown[]).push(subject(CLUSTER))),
    accepted: () => open(release.envelope, release.digest),
  },
  {
    code: 'subjects_mismatch',
    when: 'a directive has the subjects of another',
    refused: () => {
      const statement = { ...drafted.document, subject: [subject('release-5')] };
      return directive(signed(payloadBytes(statement), keys.release));
    },
    accepted: ok,
  },
  {
    code: 'digest_mismatch',
    when: 'a release comes in place of another',
    refused: () => open(release.envelope, other),
    accepted: () => open(release.envelope, release.digest),
  },
  {
    code: 'digest_mismatch',
    when: 'a byte of a blob differs',
    refused: () => checkBlob(text('fivE'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
    accepted: () => checkBlob(text('five'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
  },
  {
    code: 'size_mismatch',
    when: 'a blob is a byte short',
    refused: () => checkBlob(text('fiv'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
    accepted: () => checkBlob(text('five'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
  },
  {
    code: 'size_mismatch',
    when: 'the announced length is not the signed one',
    refused: () => checkAnnounced(5, 4),
    accepted: () => checkAnnounced(4, 4),
  },
  {
    code: 'quarantined',
    when: 'the last attempt has failed',
    refused: () => next({ swap: failedTimes(3) }),
    accepted: () => next({ swap: failedTimes(2) }),
  },
];

/** A directive that outlives the root. */
function fresh() {
  return { ...directiveNow.document.predicate, expiresAt: later(86_400, root.document.expiresAt) };
}

function failedTimes(attempts: number) {
  const failed = { generation: 5, digest: release.digest, reason: 'exit code 1' };
  let failure: ReturnType<typeof swapFailed> | null = null;
  for (let each = 0; each < attempts; each++)
    failure = swapFailed(failure, failed, { attempts: 3, backoffMs: 0 }, nowMs);
  return failure;
}

describe('a node refuses', () => {
  it.each(ROWS.map((row) => ({ ...row, name: `${row.code} when ${row.when}` })))(
    '$name',
    ({ code, refused, accepted }) => {
      expect(refused()).toStrictEqual({ ok: false, code });
      expect(accepted()).toMatchObject({ ok: true });
    },
  );

  it('has a row for each code of the list but those that a download and a hook decide', () => {
    const shown = new Set(ROWS.map(({ code }) => code));
    expect(Object.keys(REFUSALS).filter((code) => !shown.has(code as RefusalCode))).toStrictEqual([
      'too_slow',
      'rejected_by_hook',
    ]);
  });
});

describe('a node ignores, without alarm', () => {
  it.each([
    {
      what: 'an older directive',
      answer: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 4, digest: other } }),
    },
    {
      what: 'the directive it holds',
      answer: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: directiveNow.digest } }),
    },
    { what: 'older labels', answer: () => labels({}, { revision: 3, digest: other, labels: {} }) },
  ])('$what', ({ answer }) => expect(answer()).toStrictEqual({ ok: true, kind: 'ignored' }));

  it('an unknown field of a signed document', () => {
    const statement = { ...drafted.document, future: { field: true } };
    expect(directive(signed(payloadBytes(statement), keys.release))).toMatchObject({ ok: true, kind: 'newer' });
  });
});

describe('windows bind the switch alone', () => {
  it('not getting ready', () =>
    expect(install(windowed(5), { ...at(0), toActivate: false })).toStrictEqual({ ok: true }));
  it('not repair', () =>
    expect(install(windowed(5), { ...at(30), floor: place(5, windowed(5).digest) })).toStrictEqual({ ok: true }));
});

it('a candidate is judged like any release', () => {
  const word = issueDirective(keys, 4, { candidate: candidateOf(release) }).document.predicate;
  expect(next({ directive: word, floor: place(6, other), running: place(6, other) })).toStrictEqual({
    ok: false,
    code: 'rolled_back',
  });
  expect(draftRelease(5, { [CLUSTER]: 'five' }).digest).toBe(release.digest);
});
