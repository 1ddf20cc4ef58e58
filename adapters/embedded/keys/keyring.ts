import { createSecretKey } from 'node:crypto';
import { derivedKey } from '../../../core/integrity/derived-key.ts';
import type { Clock, Keyring } from '../../../usecases/ports.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * All symmetric keys of a server from one master key: HKDF-SHA-256 (RFC 5869) with a label for each use. The key of
 * node tokens has the day (UTC) in its label, so it rotates without being stored; yesterday's still verifies.
 * @param master at least 32 random bytes
 */
export function derivedKeyring(master: Uint8Array, clock: Pick<Clock, 'now'>): Keyring {
  const secret = createSecretKey(master);
  const derived = new Map<string, Uint8Array>();
  const key = (label: string): Uint8Array => {
    const known = derived.get(label) ?? derivedKey(secret, label);
    derived.set(label, known);
    return known;
  };
  const tokenKey = (day: number) => ({ id: String(day), key: key(`node-token/${day}`) });
  let tokenKeys: { readonly day: number; readonly keys: Awaited<ReturnType<Keyring['nodeTokenKeys']>> } | undefined;
  return {
    async hmacKey(label) {
      return key(label);
    },
    async nodeTokenKeys() {
      const today = Math.floor(clock.now() / DAY_MS);
      if (tokenKeys?.day !== today) tokenKeys = { day: today, keys: [tokenKey(today), tokenKey(today - 1)] };
      return tokenKeys.keys;
    },
  };
}
