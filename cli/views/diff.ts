import type { z } from 'zod';
import type { DiffResponse } from '../../schemas/version.ts';
import type { Look, View } from '../command-spec.ts';

type Diff = z.output<typeof DiffResponse>;
const VALUE_CHARACTERS = 400;

/** What changed, one place a paragraph: `+` added, `-` removed, `~` modified. */
export const diffView: View<Diff> = ({ config, from, to, equal, structured, changes, counts }, look) => {
  const { ink } = look;
  const head = ink.strong(`${config}  ${from.version} → ${to.version}`);
  if (equal) return `${head}\nThe same content.`;
  if (!structured) return `${head}\nDifferent bytes (${from.digest} → ${to.digest}).`;
  const sum = `${counts.added} added, ${counts.removed} removed, ${counts.modified} modified`;
  return [head, ...changes.map((change) => paragraph(change, look)), ink.faint(sum)].join('\n');
};

function paragraph({ kind, path, before, after }: Diff['changes'][number], { ink }: Look): string {
  const minus = (indent: string) => ink.bad(`${indent}- ${shown(before)}`);
  const plus = (indent: string) => ink.good(`${indent}+ ${shown(after)}`);
  if (kind === 'added') return `${ink.good(`+ ${path}`)}\n${plus('    ')}`;
  if (kind === 'removed') return `${ink.bad(`- ${path}`)}\n${minus('    ')}`;
  return `${ink.warn(`~ ${path}`)}\n${minus('    ')}\n${plus('    ')}`;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > VALUE_CHARACTERS ? `${text.slice(0, VALUE_CHARACTERS)}…` : text;
};
