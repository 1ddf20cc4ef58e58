import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml';
import { CONTENT_LIMITS } from '../../schemas/content-limits.ts';
import type { Json } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import type { RejectionCode } from '../rejections.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { membersIn } from './duplicate-name.ts';
import { isExactNumber } from './exact-number.ts';
import type { Keys } from './place.ts';
import { type Unreadable, unreadable } from './refusal.ts';
import { MAX_DEPTH, MAX_MEMBERS } from './scan.ts';

type Read = { readonly value: Json } | { readonly wrong: Unreadable };
type Node = ParsedNode | null;

// biome-ignore lint/suspicious/noControlCharactersInRegex: YAML 1.2 §5.1 keeps exactly these out of every document
const NOT_PRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/**
 * Reads YAML 1.2 (core schema) into the same strict model as JSON: one document, string keys; anchors, aliases, tags,
 * merge keys, `.inf`, `.nan` and numbers that would change are refused.
 * @returns `too_large` (the parser takes seconds for 1 MB: call it where nobody waits behind it), `yaml_invalid`, `duplicate_key`, `unsafe_key`,
 * `too_deep`, `lone_surrogate` or `number_not_exact`, with the place of the first one
 */
export function readYaml(source: Uint8Array): Outcome<Json> {
  if (source.byteLength > CONTENT_LIMITS.yamlBytes)
    return reject('too_large', {
      limitBytes: CONTENT_LIMITS.yamlBytes,
      sizeBytes: source.byteLength,
      hint: 'send JSON',
    });
  const text = decodeUtf8(source, 'yaml_invalid');
  if (!text.ok) return text;
  const offset = text.value.search(NOT_PRINTABLE);
  const read =
    offset >= 0 ? wrong('yaml_invalid', 'a control character must be escaped', [], offset) : readDocuments(text.value);
  return 'wrong' in read ? unreadable(read.wrong, text.value) : done(read.value);
}

const wrong = (code: RejectionCode, message: string, keys: Keys, offset: number): Read => ({
  wrong: { code, message, keys, offset },
});

function readDocuments(text: string): Read {
  // Duplicate keys are found below, where they get a place; aliases are not followed, so they cost nothing.
  const options = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false } as const;
  const [document, second]: readonly Document.Parsed[] = [...parseAllDocuments(text, options)];
  if (!document) return wrong('yaml_invalid', 'there is no document', [], 0);
  if (second) return wrong('yaml_invalid', 'more than one document', [], second.range[0]);
  const complaint = document.errors[0] ?? document.warnings[0];
  // The parser descends as deep as the document does and reports where its stack ended.
  if (complaint?.message.includes('call stack'))
    return wrong('too_deep', `more than ${MAX_DEPTH} levels`, [], complaint.pos[0]);
  if (complaint) return wrong('yaml_invalid', complaint.message.split('\n')[0] ?? '', [], complaint.pos[0]);
  const { yaml } = document.directives;
  if (yaml.explicit && yaml.version !== '1.2') return wrong('yaml_invalid', 'only YAML 1.2 is read', [], 0);
  const read = fromNode(document.contents, [], text);
  return 'value' in read && membersIn(read.value) > MAX_MEMBERS
    ? wrong('too_large', `more than ${MAX_MEMBERS} members`, [], 0)
    : read;
}

function fromNode(node: Node, keys: Keys, text: string): Read {
  if (node === null) return { value: null };
  const at = node.range[0];
  if (isAlias(node)) return wrong('yaml_invalid', 'aliases are refused', keys, at);
  if (node.anchor !== undefined) return wrong('yaml_invalid', 'anchors are refused', keys, at);
  if (node.tag !== undefined) return wrong('yaml_invalid', 'tags are refused', keys, at);
  if (isScalar(node)) return fromScalar(node.value, node.type === 'PLAIN' ? node.source : undefined, keys, at);
  if (keys.length === MAX_DEPTH) return wrong('too_deep', `more than ${MAX_DEPTH} levels`, keys, at);
  if (isSeq(node)) return fromItems(node.items as readonly Node[], keys, text);
  return isMap(node)
    ? fromPairs(node.items, keys, text)
    : wrong('yaml_invalid', 'this kind of node is refused', keys, at);
}

function fromItems(items: readonly Node[], keys: Keys, text: string): Read {
  const values: Json[] = [];
  for (const [index, item] of items.entries()) {
    const read = fromNode(item, [...keys, index], text);
    if ('wrong' in read) return read;
    values.push(read.value);
  }
  return { value: values };
}

function fromPairs(
  pairs: readonly { readonly key: ParsedNode; readonly value: Node }[],
  keys: Keys,
  text: string,
): Read {
  const entries = new Map<string, Json>();
  for (const { key, value } of pairs) {
    const name = fromNode(key, keys, text);
    if ('wrong' in name) return name;
    const at = key?.range[0] ?? 0;
    if (typeof name.value !== 'string')
      return wrong('yaml_invalid', 'a key must be a string: put it in quotes', keys, at);
    const inside = [...keys, name.value];
    if (name.value === '<<' && isScalar(key) && key.type === 'PLAIN')
      return wrong('yaml_invalid', 'merge keys are refused', keys, at);
    if (name.value === '__proto__') return wrong('unsafe_key', 'no member may be called __proto__', inside, at);
    if (entries.has(name.value)) return wrong('duplicate_key', 'this key occurs twice in one object', inside, at);
    const read = fromNode(value, inside, text);
    if ('wrong' in read) return read;
    entries.set(name.value, read.value);
  }
  return { value: Object.fromEntries(entries) };
}

/** @param source text of a plain scalar; undefined for quoted and block ones, which are strings */
function fromScalar(value: unknown, source: string | undefined, keys: Keys, at: number): Read {
  if (typeof value === 'string')
    return value.isWellFormed() ? { value } : wrong('lone_surrogate', 'half of a surrogate pair', keys, at);
  if (value === null || typeof value === 'boolean') return { value };
  if (typeof value !== 'number') return wrong('yaml_invalid', 'this kind of scalar is refused', keys, at);
  if (!Number.isFinite(value) && /[iInN]/.test(source ?? ''))
    return wrong('yaml_invalid', '.inf and .nan are refused', keys, at);
  return keepsItsValue(source ?? '', value)
    ? { value }
    : wrong('number_not_exact', `${source} would silently change`, keys, at);
}

/** `007` is refused: what looks like an id would lose its zeros. */
function keepsItsValue(source: string, value: number): boolean {
  if (/^0[xo]/.test(source)) return Number.isSafeInteger(value) && BigInt(source) === BigInt(value);
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d+)?$/.exec(source) ?? [];
  if (/^0\d/.test(whole)) return false;
  return isExactNumber(`${sign === '-' ? '-' : ''}${whole || '0'}.${fraction || '0'}${power}`);
}
