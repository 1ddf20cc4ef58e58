import { CATALOGUE } from './catalogue.ts';
import { REFUSED_WHERE } from './refused-where.ts';
import { FAMILIES } from './stage/attack.ts';
import { SITUATIONS } from './tuf-conformance.ts';

/* The lists of docs/attacks.md, made of the tests' own. */

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

/** Names of files are marked as such: some of them mean something in a page. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/"([^"]+)"/g, '`$1`');

/** Every attack, by family. */
export const attackList = (): string =>
  FAMILIES.map((family) => {
    const rows = CATALOGUE.filter((it) => it.family === family).map(({ by, name, met, file }) =>
      row(by, cell(name), met, file.replace('.test.ts', '')),
    );
    return `### ${family}\n\n${table(['by', 'attack', 'meets', 'played in'], rows)}`;
  }).join('\n\n');

/** Where the node decides on each refusal. */
export const codeList = (): string =>
  table(
    ['refusal', 'decided in'],
    Object.entries(REFUSED_WHERE).map(([code, file]) => row(`\`${code}\``, `\`${file}\``)),
  );

/** What tuf-conformance asks, and what answers. */
export const situationList = (): string =>
  table(
    ['there', 'situation', 'here', 'shown by'],
    Object.entries(SITUATIONS).flatMap(([file, situations]) =>
      situations.map(({ name, here, shown }) =>
        row(file, name, here, shown.map(([path, words]) => `\`test/${path}\`: ${cell(words)}`).join('<br>')),
      ),
    ),
  );
