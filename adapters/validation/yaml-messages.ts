import type { Rejected } from '../../core/decision.ts';

export type YamlAnswer =
  /** The document as JSON text, which is cheaper to hand over than what it says. */
  { readonly type: 'read'; readonly json: string } | { readonly type: 'refused'; readonly refusal: Rejected };
