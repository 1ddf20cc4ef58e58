import { parentPort } from 'node:worker_threads';
import type { ValidateFunction } from 'ajv';
import type { Json } from '../../schemas/words.ts';
import { compileSchema } from './compile-schema.ts';
import { toFinding } from './findings.ts';
import { FINDINGS_KEPT, type Job, type Report } from './messages.ts';

/** Compiled schemas that are kept, the least recently used going first. */
const KEPT = 16;
const compiled = new Map<string, ValidateFunction>();

const report = (message: Report): void => parentPort?.postMessage(message);

function validatorOf(schema: string): ValidateFunction | Report {
  const known = compiled.get(schema);
  if (known) {
    compiled.delete(schema);
    compiled.set(schema, known);
    return known;
  }
  const result = compileSchema(JSON.parse(schema) as Json);
  if (!result.ok) return { type: 'invalid', findings: result.findings.slice(0, FINDINGS_KEPT) };
  compiled.set(schema, result.validate);
  for (const oldest of [...compiled.keys()].slice(0, Math.max(0, compiled.size - KEPT))) compiled.delete(oldest);
  return result.validate;
}

function run({ schema, document }: Job): Report {
  const validate = validatorOf(schema);
  if (typeof validate !== 'function') return validate;
  // The limit starts again: whether a schema was compiled before must not decide about a document.
  report({ type: 'compiled' });
  if (document === undefined) return { type: 'done', findings: [] };
  const value: unknown = JSON.parse(document);
  validate(value);
  const errors = (validate.errors ?? []).slice(0, FINDINGS_KEPT);
  return { type: 'done', findings: errors.map((error) => toFinding(error, value)) };
}

parentPort?.on('message', (job: Job) => {
  try {
    report(run(job));
  } catch (error) {
    // Endless or too deep recursion of a schema ends the stack before the time.
    if (!(error instanceof RangeError)) throw error;
    report({ type: 'too_costly' });
  }
});
report({ type: 'ready' });
