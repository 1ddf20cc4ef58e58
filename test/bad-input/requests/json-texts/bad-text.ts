/** A text that is no JSON document for us, why, and where. */
export interface BadText {
  readonly name: string;
  readonly text: () => string | Uint8Array;
  readonly code: string;
  readonly status?: number;
  readonly keys?: readonly (string | number)[];
}

/** A name with the beginning of the text in it. */
export const named = (what: string, text: string): string =>
  `${what} ${text.length > 30 ? `${text.slice(0, 30)}…` : text}`;
