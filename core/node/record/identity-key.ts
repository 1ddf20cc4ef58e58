import type { Instant } from '../../../schemas/words.ts';
import type { StreamKind } from '../../stream.ts';

export type IdentityKeyEvent =
  | { type: 'IdentityKeyClaimed'; at: Instant; node: string; tokenId: string; cluster: string }
  | { type: 'IdentityKeyRevoked'; at: Instant; node: string; cluster: string };

export interface IdentityKeyState {
  /** '' until claimed. */
  readonly node: string;
  /** The token it was claimed with; only who holds it may ask again. */
  readonly tokenId: string;
  readonly revokedAt: Instant | null;
}

/** Key = thumbprint: whoever claims a key first has it for ever, revoked or not. */
export const IDENTITY_KEY: StreamKind<IdentityKeyState, IdentityKeyEvent> = {
  kind: 'identity-key',
  schemaVersion: 1,
  initial: { node: '', tokenId: '', revokedAt: null },
  evolve: (state, event) =>
    event.type === 'IdentityKeyClaimed'
      ? { node: event.node, tokenId: event.tokenId, revokedAt: null }
      : { ...state, revokedAt: event.at },
};
