import { AsyncLocalStorage } from 'node:async_hooks';
import { ORDERS_FOLDER, obeying } from '../orders.ts';
import { MOMENTS } from '../points.ts';

export const death = obeying(process.env[ORDERS_FOLDER] ?? '');

/** The task that is running, with how often it has written. */
export const running = new AsyncLocalStorage<{ readonly state: string; writes: number }>();

const [BEFORE, AFTER, REPLIED] = MOMENTS;

/** Does what stores something, and may die before it, when it is stored, or when whoever asked has been told. */
export async function dyingAround<T>(place: string, store: () => Promise<T>): Promise<T> {
  death.passes(`${place}, ${BEFORE}`);
  const stored = await store();
  death.passes(`${place}, ${AFTER}`);
  setImmediate(() => death.passes(`${place}, ${REPLIED}`));
  return stored;
}
