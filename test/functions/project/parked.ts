import type { ParkedStream, ParkedStreams } from '../../../usecases/ports.ts';

/** Parked streams in memory; `fail` makes every park fail. */
export function memoryParked() {
  const rows = new Map<string, ParkedStream>();
  const state = { fail: false };
  const parked: ParkedStreams = {
    async park(row) {
      if (state.fail) throw new Error('the table is gone');
      rows.set(row.stream, row);
    },
    async release(stream) {
      rows.delete(stream);
    },
    all: async () => [...rows.values()],
  };
  return { parked, rows, state };
}
