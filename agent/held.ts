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

/**
 * @throws RangeError, with a sentence for a person, when the state file is there and cannot be read: going on without
 *   it would forget the floor
 */
export async function openHeld(files: Files): Promise<Held> {
  const state = await readState(files);
  const held: Held = { state, trust: null, directive: null, store: await openStore(files) };
  if (state.root && state.node) held.trust = reopenRoot(state.root, state.node.cluster);
  if (state.directive) held.directive = reopenDirective(state.directive.envelope);
  return held;
}

async function readState(files: Files): Promise<AgentState> {
  const bytes = await files.read(STATE);
  if (bytes) return AgentState.safeParse(parsed(bytes)).data ?? unreadable();
  // A folder in its place, say: nothing may be put there as if the node were new.
  return (await files.version(STATE)) === undefined ? NEW_AGENT_STATE : unreadable();
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function unreadable(): never {
  throw new RangeError(
    `${STATE} cannot be read. It says which releases this node has left behind, so the agent does not go on without it: ` +
      'put it back, or enrol the machine anew with an empty folder.',
  );
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
  const read = opened.ok && opened.digest === digest ? readCanonical(opened.payload) : undefined;
  return trustedRoot(TrustRoot.safeParse(read?.value).data ?? unreadable(), digest, cluster);
}

function reopenDirective(envelope: DsseEnvelope): DirectiveWord | null {
  const payload = fromBase64(envelope.payload);
  const read = payload && readCanonical(payload);
  return Directive.safeParse(read?.value).data?.predicate ?? null;
}
