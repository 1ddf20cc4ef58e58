import Table from 'cli-table3';
import type { Ink } from './ink.ts';

const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((part) => [part, '']),
);

const table = (head: readonly string[]) =>
  new Table({
    head: [...head],
    chars: { ...NO_BORDERS, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');

/** Rows under headings, columns two blanks apart. Cells must be printable and may carry colour. */
export function rows(ink: Ink, head: readonly string[], cells: readonly (readonly string[])[]): string {
  const made = table(head.map((word) => ink.strong(word.toUpperCase())));
  made.push(...cells.map((row) => [...row]));
  return trimmed(made.toString());
}

/** One thing as `word  value` lines; what is undefined is left out. */
export function card(ink: Ink, fields: Readonly<Record<string, string | undefined>>): string {
  const made = table([]);
  for (const [word, value] of Object.entries(fields)) if (value !== undefined) made.push([ink.faint(word), value]);
  return trimmed(made.toString());
}
