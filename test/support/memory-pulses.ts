import { proofOrder } from '../../adapters/pulses/proof-order.ts';
import { UNSEEN } from '../../adapters/pulses/unseen.ts';
import { refreshPulse } from '../../core/pulse/refresh-pulse.ts';
import type { PulseRow } from '../../schemas/pulse.ts';
import type { Pulses } from '../../usecases/ports.ts';

/** Pulses as objects, for tests that look at a thousand nodes a thousand times. */
export function memoryPulses(): Pulses {
  const clusters = new Map<string, Map<string, PulseRow>>();
  const rowsOf = (cluster: string): Map<string, PulseRow> => {
    const rows = clusters.get(cluster) ?? new Map<string, PulseRow>();
    clusters.set(cluster, rows);
    return rows;
  };
  return {
    async put(row) {
      const rows = rowsOf(row.cluster);
      const known = rows.get(row.node);
      if (!known || isNewer(row, known)) rows.set(row.node, { ...row, proven: known?.proven ?? null });
    },
    async refresh(life) {
      const rows = rowsOf(life.cluster);
      const known = rows.get(life.node);
      const next = known && refreshPulse(known, life);
      if (next) rows.set(life.node, { ...next, proven: known.proven });
      return next !== undefined;
    },
    async prove(cluster, node, proven) {
      const rows = rowsOf(cluster);
      const known = rows.get(node) ?? { ...UNSEEN, cluster, node, proven: null };
      rows.set(node, rank(proven) > rank(known.proven) ? { ...known, proven } : known);
    },
    async get(cluster, node) {
      return rowsOf(cluster).get(node);
    },
    async fold(cluster, initial, step) {
      let state = initial;
      for (const row of rowsOf(cluster).values()) state = step(state, row);
      return state;
    },
    async remove(cluster, node) {
      rowsOf(cluster).delete(node);
    },
  };
}

const isNewer = (row: Omit<PulseRow, 'proven'>, than: PulseRow): boolean =>
  than.bootId === '' ||
  row.bootStartedAt > than.bootStartedAt ||
  (row.bootStartedAt === than.bootStartedAt && row.sequence > than.sequence);

/** Below every proof, for none. */
const rank = (proven: PulseRow['proven']): string => (proven ? proofOrder(proven) : '');
