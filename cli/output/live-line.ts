import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from '../surroundings.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Progress: one line drawn over and over on a terminal; elsewhere a line for each change. */
export function liveLine(terminal: Terminal): { tell(text: string): void; end(): void } {
  let last = '';
  return {
    tell(text) {
      if (text === last) return;
      last = text;
      terminal.write(terminal.isTty ? `${CLEAR_LINE}${fitting(text, terminal.columns)}` : `${text}\n`);
    },
    /** Leaves the last state standing. */
    end() {
      if (terminal.isTty && last !== '') terminal.write('\n');
      last = '';
    },
  };
}

/** A line that wraps could not be redrawn; cut, it loses its colours. */
function fitting(text: string, columns = 80): string {
  const plain = stripVTControlCharacters(text);
  return plain.length < columns ? text : `${plain.slice(0, columns - 2)}…`;
}
