import { ROUTES } from './api/index.ts';

/** Where an operation is, for a client that must start quickly: building every shape takes longer than most calls. */
export interface OperationEntry {
  readonly method: string;
  readonly path: string;
  /** Anyone may ask. */
  readonly open?: boolean;
}

/** The route table by operation, without shapes. */
export const operationTable = (): Readonly<Record<string, OperationEntry>> =>
  Object.fromEntries(
    ROUTES.map(({ operationId, method, path, access }) => [
      operationId,
      { method, path, ...(access === 'open' ? { open: true } : {}) },
    ]),
  );
