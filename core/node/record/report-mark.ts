import type { Sha256 } from '../../../schemas/words.ts';

interface Report {
  readonly code?: string;
  readonly kind?: string;
  readonly digest?: Sha256;
  readonly generation?: number;
}

/** What makes two reports the same one, in few characters; reasons in words may differ. */
export const reportMark = ({ code, kind, digest, generation }: Report): string =>
  [code ?? kind, digest?.slice(0, 12), generation].filter((part) => part !== undefined).join('/');
