import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';
import type { RevisionEvent, RevisionProfile, SnapshotEvent } from './events.ts';

export interface SnapshotState {
  /** Newest revision; 0 until there is one. */
  readonly revision: number;
  readonly digest: Sha256 | null;
}

/** Key = snapshot name. */
export const SNAPSHOT: StreamKind<SnapshotState, SnapshotEvent> = {
  kind: 'snapshot',
  schemaVersion: 1,
  initial: { revision: 0, digest: null },
  evolve: (_state, { revision, digest }) => ({ revision, digest }),
};

export interface Approval {
  readonly by: string;
  readonly at: Instant;
  readonly snapshotDigest: Sha256;
}

export interface RevisionState {
  /** null until it is created. */
  readonly profile: RevisionProfile | null;
  readonly createdAt: Instant;
  readonly validated: boolean;
  readonly approvals: readonly Approval[];
  readonly rejected: { readonly by: string; readonly at: Instant; readonly note: string } | null;
  readonly breakGlass: { readonly by: string; readonly at: Instant; readonly justification: string } | null;
}

const evolve = (state: RevisionState, event: RevisionEvent): RevisionState => {
  switch (event.type) {
    case 'SnapshotCreated': {
      const { type: _, at, ...profile } = event;
      return { ...state, profile, createdAt: at };
    }
    case 'SnapshotValidated':
      return { ...state, validated: true };
    case 'SnapshotApproved': {
      const { by, at, snapshotDigest } = event;
      return { ...state, approvals: [...state.approvals, { by, at, snapshotDigest }] };
    }
    case 'SnapshotRejected':
      return { ...state, rejected: { by: event.by, at: event.at, note: event.note }, approvals: [] };
    case 'GlassBroken':
      return { ...state, breakGlass: { by: event.by, at: event.at, justification: event.justification } };
  }
};

/** Key = `name@revision`. */
export const SNAPSHOT_REVISION: StreamKind<RevisionState, RevisionEvent> = {
  kind: 'snapshot-revision',
  schemaVersion: 1,
  initial: { profile: null, createdAt: '', validated: false, approvals: [], rejected: null, breakGlass: null },
  evolve,
};

export const revisionKey = (name: string, revision: number): string => `${name}@${revision}`;
