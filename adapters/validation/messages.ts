import type { SchemaFinding } from '../../usecases/ports.ts';

/** More findings help nobody, and their number is the document's to choose. */
export const FINDINGS_KEPT = 50;

/** JSON texts; without a document the schema is only compiled. */
export interface Job {
  readonly schema: string;
  readonly document?: string;
}

export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'compiled' }
  | { readonly type: 'invalid'; readonly findings: readonly SchemaFinding[] }
  | { readonly type: 'done'; readonly findings: readonly SchemaFinding[] }
  | { readonly type: 'too_costly' };

export type Answer = Exclude<Report, { type: 'ready' | 'compiled' }>;
