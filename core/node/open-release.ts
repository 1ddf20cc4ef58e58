import { type DsseEnvelope, RELEASE_TYPE, Release } from '../../schemas/documents.ts';
import { ConfigName, type Json, type Sha256 } from '../../schemas/words.ts';
import { readStatement } from './read-statement.ts';
import { type Refused, refuse } from './refusals.ts';
import type { TrustedRoot } from './trusted-keys.ts';

/** One file of a release. */
export interface ReleaseFile {
  readonly name: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly version: string;
}
/** A release in the words a node works with. */
export interface OpenRelease {
  readonly digest: Sha256;
  readonly word: Release['predicate'];
  /** In the order of the subjects. */
  readonly files: readonly ReleaseFile[];
}

/** Opens what was verified before and is pinned by its digest: no signature is asked for. A node boots with this. */
export function readRelease(value: Json, digest: Sha256): ({ readonly ok: true } & OpenRelease) | Refused {
  const names = subjectNames(value);
  if (!names.every((name) => ConfigName.safeParse(name).success)) return refuse('unsafe_name');
  const parsed = Release.safeParse(value);
  if (!parsed.success) return refuse('wrong_type');
  const { subject, predicate: word } = parsed.data;
  const files = subject.flatMap(({ name, digest: { sha256 } }) => {
    const entry = Object.hasOwn(word.configs, name) ? word.configs[name] : undefined;
    return entry ? [{ name, sha256, sizeBytes: entry.sizeBytes, version: entry.version }] : [];
  });
  const distinct = new Set(names).size === names.length;
  const complete = files.length === subject.length && files.length === Object.keys(word.configs).length;
  return distinct && complete ? { ok: true, digest, word, files } : refuse('subjects_mismatch');
}

/**
 * Verifies and reads a release, whoever may install it when.
 * @param expected payload digest a directive named
 * @returns `unsafe_name` before anything else of its shape, because subject names become file names
 * @see docs/protocol.md §3
 */
export function openRelease(
  envelope: DsseEnvelope,
  trust: TrustedRoot,
  expected: Sha256,
): ({ readonly ok: true } & OpenRelease) | Refused {
  const read = readStatement(envelope, trust);
  if (!read.ok) return read;
  if (read.digest !== expected) return refuse('digest_mismatch');
  return readRelease(read.value, read.digest);
}

/** Names as they stand in the document, before its shape is known; none when it is no release at all. */
function subjectNames(value: Json): string[] {
  const { predicateType, subject } = (value ?? {}) as { predicateType?: Json; subject?: Json };
  if (predicateType !== RELEASE_TYPE || !Array.isArray(subject)) return [];
  return subject.flatMap((entry: Json) => {
    const { name } = (entry ?? {}) as { name?: Json };
    return typeof name === 'string' ? [name] : [];
  });
}
