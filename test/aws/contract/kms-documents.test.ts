import { beforeAll, expect, it } from 'vitest';
import { kmsKeys } from '../../../adapters/aws/signer/kms-keys.ts';
import { roleSigner } from '../../../adapters/aws/signer/role-keys.ts';
import { sdkKms } from '../../../adapters/aws/signer/sdk-kms.ts';
import type { Signer } from '../../../usecases/ports.ts';
import { changed, OTHER_VERIFIERS, type SignedDocuments, signedDocuments } from '../../support/other-verifiers.ts';
import { memoryWorld } from '../../support/world.ts';
import { describeOnAws } from '../support/emulated.ts';
import { kms, newKey } from '../support/kms-keys.ts';

/** Releases by KMS; checkpoints are not what this is about. */
async function signer(arns: readonly string[]): Promise<Signer> {
  const [checkpoint] = (await memoryWorld().world.signer.publicKeys()).filter(({ role }) => role === 'checkpoint');
  const records = async () => (checkpoint ? [checkpoint] : []);
  const sign = () => Promise.reject(new Error('not here'));
  return roleSigner({ release: kmsKeys(sdkKms(kms()), 'release', arns), checkpoint: { records, sign } });
}

describeOnAws('what KMS signed', () => {
  let documents: SignedDocuments;
  beforeAll(async () => {
    const { world } = memoryWorld({ signer: await signer([await newKey('ECC_NIST_P256')]) });
    documents = await signedDocuments(world);
  });

  it.each(
    OTHER_VERIFIERS.flatMap((verifier) => (['release', 'directive'] as const).map((what) => ({ ...verifier, what }))),
  )('is accepted by $name: a $what', ({ accepts, what }) => {
    const { envelope, pem } = documents[what];
    expect(accepts(envelope, pem)).toBe(true);
    expect(accepts(changed(envelope), pem)).toBe(false);
    expect(accepts(envelope, documents.root.pem)).toBe(false);
  });

  it('is by the key named first, and the one before it is still known', async () => {
    const [old, next] = [await newKey('ECC_NIST_P256'), await newKey('ECC_NIST_P256')];
    const before = await (await signer([old])).publicKeys();
    const rotated = await signer([next, old]);
    const [first, second] = await rotated.publicKeys();
    expect(second).toStrictEqual(before[0]);
    const { keyId } = await rotated.sign('release', Buffer.from('exactly these bytes'));
    expect(keyId).toBe(first?.keyId);
    expect(keyId).not.toBe(second?.keyId);
  });
});
