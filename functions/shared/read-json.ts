import { done, type Outcome, reject } from '../../core/decision.ts';

/** A request body as JSON: strict UTF-8, then strict JSON. */
export function readJson(bytes: Uint8Array): Outcome<unknown> {
  try {
    return done(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return reject('json_invalid');
  }
}
