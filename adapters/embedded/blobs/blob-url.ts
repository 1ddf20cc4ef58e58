import { macOf, sameText } from '../../../core/integrity/hs256.ts';
import { lastUsed } from '../../../core/last-used.ts';
import type { Clock, Keyring } from '../../../usecases/ports.ts';

/** What a signed URL allows, and until when (Unix seconds, exclusive). */
export interface BlobGrant {
  readonly method: 'GET' | 'PUT';
  readonly namespace: string;
  readonly sha256: string;
  /** Exact length of an upload; absent for a download. */
  readonly sizeBytes?: number;
  readonly expires: number;
}

/** Makes and checks the URLs: a MAC over all that a grant says, under a key of its own. */
export interface BlobUrls {
  sign(grant: Omit<BlobGrant, 'expires'> & { readonly expiresInSeconds: number }): Promise<string>;
  /** @returns the grant, or why there is none: `invalid` (never given, or changed) or `expired` */
  check(request: {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
  }): Promise<BlobGrant | 'invalid' | 'expired'>;
}

const GRANTS_KEPT = 256;

const PATH = /^\/blobs\/([a-z0-9.-]{1,128})\/([0-9a-f]{64})$/;

/** @param origin of the server that answers `/blobs/…`, known once it listens */
export function blobUrls(keyring: Pick<Keyring, 'hmacKey'>, clock: Pick<Clock, 'now'>, origin: () => string): BlobUrls {
  /** A fleet asks for the same blobs in the same second, and shows each URL once more. */
  const made = lastUsed<string>(GRANTS_KEPT);
  const mac = async ({ method, namespace, sha256, sizeBytes, expires }: BlobGrant): Promise<string> => {
    const text = [method, namespace, sha256, sizeBytes ?? '', expires].join('\n');
    const known = made.get(text);
    if (known !== undefined) return known;
    const value = macOf(await keyring.hmacKey('blob-url'), text).toString('base64url');
    made.set(text, value);
    return value;
  };
  const seconds = (): number => Math.floor(clock.now() / 1000);

  return {
    async sign({ expiresInSeconds, ...what }) {
      const grant = { ...what, expires: seconds() + expiresInSeconds };
      const query = new URLSearchParams({ expires: String(grant.expires) });
      if (grant.sizeBytes !== undefined) query.set('size', String(grant.sizeBytes));
      query.set('mac', await mac(grant));
      return `${origin()}/blobs/${grant.namespace}/${grant.sha256}?${query}`;
    },
    async check({ method, path, query }) {
      const grant = readGrant(method, path, query);
      if (!grant || !sameText(await mac(grant), query.get('mac') ?? '')) return 'invalid';
      return seconds() < grant.expires ? grant : 'expired';
    },
  };
}

function readGrant(method: string, path: string, query: URLSearchParams): BlobGrant | undefined {
  const [, namespace, sha256] = PATH.exec(path) ?? [];
  if (namespace === undefined || sha256 === undefined || (method !== 'GET' && method !== 'PUT')) return undefined;
  const sizeBytes = query.has('size') ? { sizeBytes: Number(query.get('size')) } : {};
  return { method, namespace, sha256, ...sizeBytes, expires: Number(query.get('expires')) };
}
