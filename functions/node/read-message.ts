import { done, type Outcome } from '../../core/decision.ts';
import { membersIn } from '../../core/json/duplicate-name.ts';
import { readJson } from '../../core/json/read-json.ts';
import type { NODE_PATHS } from '../../schemas/api/node-paths.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Json } from '../../schemas/words.ts';
import { plainCheckIn } from './plain-check-in.ts';

/**
 * The body of a message, read strictly (protocol §5.1). Most are check-ins in which nothing happened: those need no
 * scan, and no schema either, which are loaded for the first message that needs them.
 * @returns what `readJson` and the schema refuse
 */
export async function readMessage(
  operation: keyof typeof NODE_PATHS,
  body: string | Uint8Array,
): Promise<Outcome<unknown>> {
  const plain = operation === 'checkIn' && typeof body === 'string' ? plainIn(body) : undefined;
  if (plain) return done(plain);
  const read = readJson(body);
  return read.ok ? (await import('./read-shape.ts')).readShape(operation, read.value) : read;
}

/** Its shape leaves room for nothing that strict reading refuses but a name given twice; then there are more colons. */
function plainIn(text: string): CheckInRequest | undefined {
  const value = parsed(text);
  const plain = plainCheckIn(value);
  return plain && colonsIn(text) === membersIn(value as Json) ? plain : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told by whoever reads strictly, with the place
  }
}

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}
