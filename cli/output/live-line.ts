import type { Terminal } from '../surroundings.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Progress: one line drawn over and over on a terminal; elsewhere a line for each change. */
export function liveLine(terminal: Terminal): { tell(text: string): void; end(): void } {
  let last = '';
  return {
    tell(text) {
      if (text === last) return;
      last = text;
      terminal.write(terminal.isTty ? `${CLEAR_LINE}${text}` : `${text}\n`);
    },
    /** Leaves the last state standing. */
    end() {
      if (terminal.isTty && last !== '') terminal.write('\n');
      last = '';
    },
  };
}
