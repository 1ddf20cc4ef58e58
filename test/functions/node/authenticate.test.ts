import { describe, expect, it } from 'vitest';
import { issueNodeToken } from '../../../core/node-token/claims.ts';
import { nodeAuthenticator } from '../../../functions/node/authenticate.ts';

const NOW = 1_800_000_000;
const identity = { node: 'node-1', cluster: 'edge.production', thumbprint: 'f'.repeat(64) };
const key = (id: string) => ({ id, key: new Uint8Array(32).fill(Number(id)) });
const refused = { ok: false, code: 'unauthenticated', details: { reason: 'invalid' } };

function door() {
  let keys = [key('1')];
  const keyring = {
    hmacKey: async () => new Uint8Array(32),
    nodeTokenKeys: async () => keys,
  };
  const authenticate = nodeAuthenticator({ keyring, controlPlane: 'plane' });
  const made = issueNodeToken(
    identity,
    { controlPlane: 'plane', nowSeconds: NOW },
    { key: key('1'), lifetimeSeconds: 600 },
  );
  return {
    token: made.token,
    rotate: (...ids: string[]) => {
      keys = ids.map(key);
    },
    at: (seconds: number, token = made.token) => authenticate(`Bearer ${token}`, seconds * 1000),
  };
}

describe('a token that was seen before', () => {
  it('counts until its end, and not a second longer', async () => {
    const { at } = door();
    expect(await at(NOW)).toStrictEqual({ ok: true, value: identity });
    expect(await at(NOW + 599)).toStrictEqual({ ok: true, value: identity });
    expect(await at(NOW + 600)).toStrictEqual(refused);
  });
  it('counts as long as its key is among the keys', async () => {
    const { at, rotate } = door();
    expect((await at(NOW)).ok).toBe(true);
    rotate('2', '1');
    expect((await at(NOW)).ok).toBe(true);
    rotate('2', '3');
    expect(await at(NOW)).toStrictEqual(refused);
  });
  it('says nothing for one that differs in its last letter', async () => {
    const { at, token } = door();
    expect((await at(NOW)).ok).toBe(true);
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    expect(await at(NOW, `${token.slice(0, -1)}${last}`)).toStrictEqual(refused);
  });
  it('is refused before its time as it was at first', async () => {
    const { at } = door();
    expect(await at(NOW - 61)).toStrictEqual(refused);
    expect((await at(NOW)).ok).toBe(true);
    expect(await at(NOW - 61)).toStrictEqual(refused);
  });
});
