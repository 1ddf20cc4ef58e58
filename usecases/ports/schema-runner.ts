/** One finding of a check, with its place both ways. */
export interface SchemaFinding {
  readonly pointer: string;
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/**
 * Compiles and applies schemas that users wrote, in a worker with a time and memory limit. Schemas and documents are
 * JSON texts that were read strictly before. At most 50 findings. Nothing is fetched: a remote `$ref` is `invalid`.
 * `too_costly` when a limit is passed; the worker is then replaced, and the next job finds a fresh one.
 */
export interface SchemaRunner {
  /** Whether the schema itself can be used: meta-schema, allowed keywords, linear-time patterns, compile cost. */
  compile(
    schema: string,
  ): Promise<{ ok: true } | { ok: false; reason: 'invalid' | 'too_costly'; findings: SchemaFinding[] }>;
  validate(
    schema: string,
    document: string,
  ): Promise<{ ok: true; findings: SchemaFinding[] } | { ok: false; reason: 'invalid' | 'too_costly' }>;
}
