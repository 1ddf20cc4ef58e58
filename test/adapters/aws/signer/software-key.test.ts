import { describe, expect, it } from 'vitest';
import type { Sealing } from '../../../../adapters/aws/signer/sealing.ts';
import { softwareKey } from '../../../../adapters/aws/signer/software-key.ts';
import type { SoftwareKeyItem, SoftwareKeyStore } from '../../../../adapters/aws/signer/software-key-item.ts';
import { readPublicKey } from '../../../../core/integrity/keys.ts';
import { verifyEd25519 } from '../../../../core/integrity/signature.ts';
import { FAILURES } from '../../../contract/contract.ts';

const clock = { now: () => Date.parse('2026-11-22T09:30:00.000Z') };
const MESSAGE = Buffer.from('a checkpoint');

/** Turns the bytes round: enough to see that they are never stored as they are. */
function turning() {
  let opened = 0;
  const sealing: Sealing = {
    seal: async (bytes) => Buffer.from(bytes).reverse(),
    open: async (bytes) => {
      opened++;
      return Buffer.from(bytes).reverse();
    },
  };
  return { sealing, opened: () => opened };
}

function oneItem() {
  let item: SoftwareKeyItem | undefined;
  const store: SoftwareKeyStore = {
    load: async () => item,
    async offer(offered) {
      item ??= offered;
    },
  };
  return { store, item: () => item };
}

describe('a software checkpoint key', () => {
  it('is made by who asks first, and the same afterwards', async () => {
    const { store, item } = oneItem();
    const { sealing } = turning();
    const [record] = await softwareKey(store, sealing, clock).records();
    const later = softwareKey(store, sealing, { now: () => clock.now() + 1000 });
    expect(await later.records()).toStrictEqual([record]);
    expect(record).toMatchObject({ role: 'checkpoint', notBefore: '2026-11-22T09:30:00.000Z' });
    const { keyId, signature } = await later.sign(MESSAGE);
    const key = readPublicKey(record?.publicKey ?? '');
    expect(keyId).toBe(record?.keyId);
    expect(key && verifyEd25519(key, MESSAGE, signature)).toBe(true);
    // PKCS #8 of Ed25519 begins with these bytes.
    expect(item()?.sealed).not.toMatch(/^MC4CAQAwBQYDK2Vw/);
  });

  it('is opened by who signs, once; who tells the public key opens nothing', async () => {
    const { store } = oneItem();
    const { sealing, opened } = turning();
    const keys = softwareKey(store, sealing, clock);
    await keys.records();
    expect(opened()).toBe(0);
    await Promise.all([keys.sign(MESSAGE), keys.sign(MESSAGE)]);
    await keys.sign(MESSAGE);
    expect(opened()).toBe(1);
  });

  it('of two made at once is the one that was stored first', async () => {
    const { store } = oneItem();
    const { sealing } = turning();
    const both = await Promise.all([1, 2].map(() => softwareKey(store, sealing, clock).sign(MESSAGE)));
    expect(new Set(both.map(({ keyId }) => keyId)).size).toBe(1);
  });

  it.each(FAILURES)('is made again after a failure ($how)', async ({ stored }) => {
    const { store, item } = oneItem();
    const { sealing } = turning();
    let failures = 1;
    const flaky: SoftwareKeyStore = {
      ...store,
      async offer(offered) {
        if (failures-- <= 0) return store.offer(offered);
        if (stored) await store.offer(offered);
        throw new Error('no answer');
      },
    };
    const keys = softwareKey(flaky, sealing, clock);
    await expect(keys.records()).rejects.toThrow('no answer');
    const first = item();
    expect(first !== undefined).toBe(stored);
    const [record] = await keys.records();
    expect(item()?.publicKey).toBe(record?.publicKey);
    if (stored) expect(item()).toStrictEqual(first);
  });

  it('of another kind is not used', async () => {
    const { store } = oneItem();
    await store.offer({ publicKey: 'no key', notBefore: '2026-11-22T09:30:00.000Z', sealed: '' });
    await expect(softwareKey(store, turning().sealing, clock).records()).rejects.toThrow(
      'the stored checkpoint key is not Ed25519',
    );
  });
});
