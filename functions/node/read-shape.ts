import { done, type Outcome } from '../../core/decision.ts';
import { NODE_MESSAGES } from '../../schemas/api/node.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { refusedShape } from '../shared/located-errors.ts';

const ROUTES: readonly RouteSpec[] = NODE_MESSAGES;

/** The body of a message as the schema of its route reads it. */
export function readShape(operationId: string, body: unknown): Outcome<unknown> {
  const parsed = ROUTES.find((route) => route.operationId === operationId)?.body?.safeParse(body);
  if (!parsed) return done(undefined);
  return parsed.success ? done(parsed.data) : refusedShape('body', parsed.error);
}
