import type { z } from 'zod';

/**
 * Who may call a route. V = any role, D = Developer and Admin, O = Operator and Admin, A = Admin;
 * `node` = the node itself with its node token (path id = `sub`), `enrolment` = an enrolment token, `open` = anyone.
 */
export type Access = 'V' | 'D' | 'O' | 'A' | 'node' | 'enrolment' | 'open';

/**
 * One row of the route table: the single source of the router, the role checks, the OpenAPI document, the typed
 * client of the CLI and the authorisation test matrix. What runs is bound by `operationId` in functions/.
 */
export interface RouteSpec {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, parameters in braces: `/configs/{name}/versions`. */
  readonly path: string;
  /** Other paths of the same operation (`/instances/{id}/heartbeat`). */
  readonly aliases?: readonly string[];
  readonly access: Access;
  /** Path parameter naming the thing access lists are asked about; where body or a lookup names it, the use case asks. */
  readonly resource?: { readonly config: string } | { readonly cluster: string };
  readonly summary: string;
  /** strictObjects; params are strings from the path, query values strings to be coerced. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Bytes of the body, checked before parsing; default 64 KiB. */
  readonly maxBodyBytes?: number;
  /** Media types whose body reaches the use case unread, as a `RawBody` (publish: JSON or YAML text); others are read as `body`. */
  readonly rawBody?: readonly string[];
  /** Success status and shape; `revision` in the answer becomes the ETag. */
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** The use case answers a `RawAnswer`: bytes of another media type, or where they are (content, tiles). */
  readonly raw?: true;
}

/** A request body as it came: bounded by `maxBodyBytes`, not read. */
export interface RawBody {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  /** Text, or bytes where they are no UTF-8. */
  readonly source: string | Uint8Array;
}

/** `location` answers 302: bytes too big for a function are fetched from their blob URL. */
export type RawAnswer =
  | { readonly mediaType: string; readonly bytes: Uint8Array; readonly immutable?: true }
  | { readonly location: string };

/** What a use case gets from a route: parsed, bounded, with every unknown key refused. */
export interface RouteInput<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}
