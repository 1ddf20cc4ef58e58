import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { rawOfDer } from '../core/integrity/ecdsa-form.ts';
import type { P256Jwk } from '../schemas/node-messages.ts';
import { replaceFile } from './durable.ts';
import { KEYS } from './layout.ts';
import type { Files, NodeKeys } from './ports.ts';

/** The node's two P-256 keys as PKCS #8 files of mode 0600, made when they are not there yet. The folder is there. */
export async function openFileKeys(files: Files): Promise<NodeKeys> {
  const identity = await openKey(files, `${KEYS}/identity.pem`);
  const encryption = await openKey(files, `${KEYS}/encryption.pem`);
  return {
    identity: publicJwk(identity),
    encryption: publicJwk(encryption),
    sign: (message) => rawOfDer(sign('sha256', Buffer.from(message), identity)),
  };
}

async function openKey(files: Files, path: string): Promise<KeyObject> {
  const stored = await files.read(path);
  if (stored) return keyIn(stored, path);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await replaceFile(files, path, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })), 0o600);
  return privateKey;
}

/** @throws RangeError, with a sentence for a person */
function keyIn(stored: Uint8Array, path: string): KeyObject {
  try {
    const key = createPrivateKey(Buffer.from(stored));
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // told below
  }
  throw new RangeError(
    `${path} holds no P-256 private key: put it back, or enrol the machine anew with an empty folder.`,
  );
}

function publicJwk(key: KeyObject): P256Jwk {
  const { x, y } = key.export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new Error('the key file holds no P-256 key');
  return { kty: 'EC', crv: 'P-256', x, y };
}
