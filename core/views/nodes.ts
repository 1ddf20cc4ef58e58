import type { StoredEvent } from '../../schemas/event.ts';
import type { NodeEvent } from '../node/record/events.ts';
import { NODE } from '../node/record/evolve.ts';
import type { NodeState } from '../node/record/state.ts';
import type { JsonObject } from '../stream.ts';
import { type RowKey, streamName, type View } from './view.ts';

/** Partitions of a node's row: all nodes, and those of its cluster. Sorted by node id. */
export const nodeRows = ({ stream, payload }: Pick<StoredEvent, 'stream' | 'payload'>): readonly RowKey[] => {
  const { kind, key } = streamName(stream);
  const cluster = payload?.['cluster'];
  if (kind !== NODE.kind || typeof cluster !== 'string') return [];
  return ['all', `cluster/${cluster}`].map((partition) => ({ partition, sort: key }));
};

/** The state of a node as its row holds it, one event later. */
export const nodeRowAfter = (row: JsonObject | undefined, { type, payload }: StoredEvent): NodeState =>
  NODE.evolve((row ?? NODE.initial) as unknown as NodeState, { type, ...payload } as unknown as NodeEvent);

/** Nodes as their events tell of them; a removed one is gone from lists. */
export const nodesView: View = {
  name: 'nodes',
  keys: nodeRows,
  fold: (row, event) => {
    const state = nodeRowAfter(row, event);
    return state.status === 'active' ? (state as unknown as JsonObject) : null;
  },
};
