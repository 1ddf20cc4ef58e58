import Table from 'cli-table3';
import { met, type Row } from './row.ts';

const shown = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '';
  if (value >= 100 || value === 0) return Math.round(value).toLocaleString('en-GB');
  const text = value.toPrecision(3);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
const verdictOf = (row: Row): string =>
  row.target ? `${row.target.is} ${shown(row.target.value)}: ${met(row) ? 'met' : 'missed'}` : '';

const HEAD = ['', 'what', 'value', 'unit', 'target', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms', 'bytes'];
const cellsOf = (row: Row): string[] => [
  row.scenario,
  row.what,
  shown(row.value),
  row.unit,
  verdictOf(row),
  ...[row.p50, row.p95, row.p99, row.cpuMs, row.bytes].map(shown),
];

/** For a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  table.push(...rows.map(cellsOf));
  return table.toString();
}

/** For docs/performance.md. */
export function markdownOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head, ...rest] = lines.map(lineOf);
  return [head, rule, ...rest].join('\n');
}
