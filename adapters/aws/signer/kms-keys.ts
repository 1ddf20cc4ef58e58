import { createHash } from 'node:crypto';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import { verifyEd25519, verifyP256 } from '../../../core/integrity/signature.ts';
import type { PublicKeyRecord } from '../../../usecases/ports.ts';
import type { KmsCalls, SigningScheme } from './kms-calls.ts';
import { once } from './once.ts';
import type { RoleKeys } from './role-keys.ts';

const SCHEMES = {
  release: { kind: 'P-256', algorithm: 'ECDSA_SHA_256', messageType: 'DIGEST', verify: verifyP256 },
  checkpoint: { kind: 'Ed25519', algorithm: 'ED25519_SHA_512', messageType: 'RAW', verify: verifyEd25519 },
} as const satisfies { [R in PublicKeyRecord['role']]: SigningScheme & { kind: string; verify: unknown } };

/** Key ARNs as an environment variable names them: separated by commas, the one that signs first. */
export const keyArns = (variable: string): string[] => variable.split(',').map((arn) => arn.trim());

/**
 * Keys of a role that never leave KMS. Public keys are asked for once in the life of a process: an ARN means the same
 * key for ever, and a key is taken over by naming another ARN in front of it.
 * @param arns the first one signs; the others are still published
 */
export function kmsKeys(kms: KmsCalls, role: PublicKeyRecord['role'], arns: readonly string[]): RoleKeys {
  const { kind, verify, ...scheme } = SCHEMES[role];
  const readRecord = async (arn: string): Promise<PublicKeyRecord> => {
    const [spki, notBefore] = await Promise.all([kms.publicKey(arn), kms.createdAt(arn)]);
    const publicKey = pemOf(spki);
    const read = readPublicKey(publicKey);
    if (read?.kind !== kind) throw new Error(`not a ${kind} key: the ${role} key ${arn}`);
    return { role, keyId: read.keyId, publicKey, notBefore };
  };
  const records = once(() => Promise.all(arns.map(readRecord)));

  return {
    records,
    async sign(message) {
      const [[arn], [record]] = [arns, await records()];
      const key = record && readPublicKey(record.publicKey);
      if (arn === undefined || !key) throw new Error(`no ${role} key`);
      const toSign = scheme.messageType === 'DIGEST' ? createHash('sha256').update(message).digest() : message;
      const signature = await kms.sign(arn, toSign, scheme);
      // What no node would accept is not let out.
      if (!verify(key, message, signature)) throw new Error(`${arn} gave a signature that is not its own`);
      return { keyId: key.keyId, signature };
    },
  };
}

const pemOf = (spki: Uint8Array): string => {
  const lines =
    Buffer.from(spki)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
};
