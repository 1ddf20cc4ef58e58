import { derivedKey } from '../../../core/integrity/derived-key.ts';
import type { Clock, Keyring } from '../../../usecases/ports.ts';
import type { KeyName, SealedKeys } from './sealed-keys.ts';
import { type TokenDays, tokenDays, tokenKeyName } from './token-days.ts';

type TokenKeys = Awaited<ReturnType<Keyring['nodeTokenKeys']>>;

const LABELS: KeyName = { name: 'labels', use: 'keyring/labels' };
/** A key that could not be had is asked for again after this. */
const AGAIN_MS = 10_000;

/**
 * The symmetric keys of a control plane, opened by KMS once per process and day: one secret from which each label has
 * its own key, and a key of node tokens for every day. What is missing is made by whoever needs it first.
 */
export function kmsKeyring(sealed: SealedKeys, clock: Pick<Clock, 'now'>): Keyring {
  const opened = new Map<string, Promise<Uint8Array | undefined>>();
  const open = (key: KeyName, make: boolean): Promise<Uint8Array | undefined> => {
    const known = opened.get(key.name);
    if (known) return known;
    const opening = make ? madeIfNeeded(sealed, key) : sealed.open(key);
    opened.set(key.name, opening);
    // Only what is there is remembered.
    opening.then((bytes) => bytes ?? opened.delete(key.name)).catch(() => opened.delete(key.name));
    return opening;
  };
  const labels = new Map<string, Uint8Array>();
  let held: { readonly keys: Promise<TokenKeys>; untilMs: number } = { keys: Promise.resolve([]), untilMs: 0 };

  const tokenKeys = async ({ today, yesterday, tomorrow }: TokenDays): Promise<TokenKeys> => {
    const signing = keyOf(today, await open(tokenKeyName(today), true));
    const other = yesterday ?? tomorrow;
    if (other === undefined) return [signing];
    const bytes = await open(tokenKeyName(other), other === tomorrow).catch(() => undefined);
    if (bytes === undefined) held.untilMs = Math.min(held.untilMs, clock.now() + AGAIN_MS);
    return bytes === undefined ? [signing] : [signing, keyOf(other, bytes)];
  };

  return {
    async hmacKey(label) {
      const known = labels.get(label) ?? derivedKey(given(await open(LABELS, true)), label);
      labels.set(label, known);
      return known;
    },
    nodeTokenKeys() {
      const now = clock.now();
      if (now < held.untilMs) return held.keys;
      const days = tokenDays(now);
      opened.delete(tokenKeyName(days.today - 2).name);
      const keys = tokenKeys(days);
      held = { keys, untilMs: days.untilMs };
      keys.catch(() => {
        if (held.keys === keys) held = { keys, untilMs: 0 };
      });
      return keys;
    },
  };
}

/** Today's and tomorrow's, so that no node waits for a key: what the sweep does every day. */
export async function rotateNodeTokenKeys(sealed: SealedKeys, clock: Pick<Clock, 'now'>): Promise<void> {
  const { today } = tokenDays(clock.now());
  await sealed.ensure(tokenKeyName(today));
  await sealed.ensure(tokenKeyName(today + 1));
}

async function madeIfNeeded(sealed: SealedKeys, key: KeyName): Promise<Uint8Array | undefined> {
  const there = await sealed.open(key);
  if (there) return there;
  await sealed.ensure(key);
  return sealed.open(key);
}

const keyOf = (day: number, bytes: Uint8Array | undefined): TokenKeys[number] => ({
  id: String(day),
  key: given(bytes),
});

function given(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new Error('a key was made and is gone');
  return bytes;
}
