import { fromBase64 } from '../core/integrity/base64.ts';
import { openEnvelope } from '../core/integrity/dsse.ts';
import { readCanonical } from '../core/integrity/read-canonical.ts';
import type { DirectiveWord } from '../core/node/accept-directive.ts';
import { type TrustedRoot, trustedRoot } from '../core/node/trusted-keys.ts';
import { AgentState, NEW_AGENT_STATE } from '../schemas/agent-state.ts';
import { Directive, type DsseEnvelope, ROOT_PAYLOAD_TYPE, TrustRoot } from '../schemas/documents.ts';
import type { Sha256 } from '../schemas/words.ts';
import { replaceFile } from './durable.ts';
import { STATE } from './layout.ts';
import type { Files } from './ports.ts';
import { openStore, type Store } from './store.ts';

/** What an agent has in hand: its file, and what was read from it. `state` is replaced, never changed in place. */
export interface Held {
  state: AgentState;
  trust: TrustedRoot | null;
  directive: DirectiveWord | null;
  readonly store: Store;
}

/** @throws when the state file is there and cannot be read: going on without it would forget the floor. */
export async function openHeld(files: Files): Promise<Held> {
  const bytes = await files.read(STATE);
  const state = bytes ? AgentState.parse(JSON.parse(new TextDecoder().decode(bytes))) : NEW_AGENT_STATE;
  const held: Held = { state, trust: null, directive: null, store: await openStore(files) };
  if (state.root && state.node) held.trust = reopenRoot(state.root, state.node.cluster);
  if (state.directive) held.directive = reopenDirective(state.directive.envelope);
  return held;
}

/** Changes part of the state; nothing counts before it is on disk. */
export async function save(files: Files, held: Held, change: Partial<AgentState>): Promise<void> {
  const next = { ...held.state, ...change };
  await replaceFile(files, STATE, new TextEncoder().encode(JSON.stringify(next)), 0o600);
  held.state = next;
}

/** What is in the state file was verified before it got there; here it is only read again. */
function reopenRoot({ envelope, digest }: { envelope: DsseEnvelope; digest: Sha256 }, cluster: string): TrustedRoot {
  const opened = openEnvelope(envelope, ROOT_PAYLOAD_TYPE, { several: true });
  const read = opened.ok ? readCanonical(opened.payload) : undefined;
  return trustedRoot(TrustRoot.parse(read?.value), digest, cluster);
}

function reopenDirective(envelope: DsseEnvelope): DirectiveWord | null {
  const payload = fromBase64(envelope.payload);
  const read = payload && readCanonical(payload);
  return Directive.safeParse(read?.value).data?.predicate ?? null;
}
