import { createHash, randomBytes } from 'node:crypto';
import type { Opened } from './contract.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const SMALL = Buffer.from('{"rate":7}');
export const LARGE = randomBytes(1024 * 1024);
export const NS = 'payment-service.production';

/** Sends a request to a URL of this adapter as any client on the network would. */
export type Send = (
  method: string,
  url: string,
  body?: Uint8Array,
  headers?: { readonly [name: string]: string },
) => Promise<{ readonly status: number; readonly bytes: Uint8Array }>;

type World = Opened<'blobs'>;

/** How the suite comes by URLs that are no longer new, and what else differs from store to store. */
export interface UrlTerms {
  /** What `mint` gives, as if it had been minted so long ago. */
  minted<T>(opened: World, agoMs: number, mint: () => Promise<T>): Promise<T>;
  /** How exactly the end of a URL can be met: it is tried so long before and after. */
  readonly slackMs: number;
  /** Whether an object that nobody signed for is kept from strangers here. */
  readonly strangersRefused: boolean;
}

/** Where time is the test's own. */
export const OWN_TIME: UrlTerms = {
  slackMs: 1,
  strangersRefused: true,
  async minted({ clock }, agoMs, mint) {
    const made = await mint();
    await clock.advance(agoMs);
    return made;
  },
};
