const NAMESPACE = /^[a-z0-9](?:[a-z0-9.-]{0,126}[a-z0-9])?$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Whether both may name a blob. They become parts of a path, of an object's key and of a URL as they are, so nothing
 * in them needs encoding, and no two names meet in one place.
 */
export const isBlobName = (namespace: string, sha256: string): boolean =>
  NAMESPACE.test(namespace) && !namespace.includes('..') && SHA256.test(sha256);
