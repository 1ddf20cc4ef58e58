import type { Json } from '../../schemas/words.ts';
import type { Unreadable } from './refusal.ts';
import { keyText, stringEnd } from './scan-string.ts';

/** Members in all objects of a value together. */
export function membersIn(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) {
    let count = 0;
    for (const item of value as readonly Json[]) if (typeof item === 'object') count += membersIn(item);
    return count;
  }
  const members = value as { readonly [name: string]: Json };
  let count = 0;
  // Not by `Object.values`: that takes twice as long where there are many.
  for (const name in members) {
    const member = members[name];
    count += typeof member === 'object' ? 1 + membersIn(member) : 1;
  }
  return count;
}

/**
 * The first name that occurs twice in one object.
 * @param text JSON in which there is one, and nothing else is wrong
 */
export function duplicateName(text: string): Unreadable {
  const open: { readonly names: Set<string> | undefined; key: string | number }[] = [];
  let nameIsNext = false;
  for (let at = 0; at < text.length; at++) {
    const inside = open.at(-1);
    switch (text[at]) {
      case '{':
        open.push({ names: new Set(), key: '' });
        nameIsNext = true;
        break;
      case '[':
        open.push({ names: undefined, key: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        nameIsNext = false;
        break;
      case ',':
        nameIsNext = inside?.names !== undefined;
        if (inside && typeof inside.key === 'number') inside.key += 1;
        break;
      case '"': {
        const end = stringEnd(text, at);
        if (typeof end !== 'number') throw new Error('the text was read before');
        if (nameIsNext && inside?.names) {
          inside.key = keyText(text, at, end);
          if (inside.names.has(inside.key)) return twice(open, at);
          inside.names.add(inside.key);
          nameIsNext = false;
        }
        at = end - 1;
        break;
      }
    }
  }
  throw new Error('no name occurs twice');
}

const twice = (open: readonly { readonly key: string | number }[], offset: number): Unreadable => ({
  code: 'duplicate_key',
  message: 'this key occurs twice in one object',
  keys: open.map(({ key }) => key),
  offset,
});
