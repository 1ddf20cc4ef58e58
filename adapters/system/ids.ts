import { randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../../usecases/ports.ts';

export const randomIds: Ids = { uuid: () => randomUUID(), bytes: (length) => randomBytes(length) };
