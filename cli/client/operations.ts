import type { z } from 'zod';
import type { Route } from '../../schemas/api/index.ts';

/** Every operation of the route table, by its one name. */
export type OperationId = Route['operationId'];
type RouteOf<O extends OperationId> = Extract<Route, { readonly operationId: O }>;

type Part<R, Place extends string> = R extends { readonly [P in Place]: infer Shape extends z.ZodType }
  ? { readonly [P in Place]: z.input<Shape> }
  : { readonly [P in Place]?: never };
type Optional<R, Place extends string> = R extends { readonly [P in Place]: infer Shape extends z.ZodType }
  ? { readonly [P in Place]?: Partial<z.input<Shape>> }
  : { readonly [P in Place]?: never };
/** A route without a body may still take its content as it is. */
type Body<R> = R extends { readonly rawBody: readonly string[] } ? { readonly body?: unknown } : Part<R, 'body'>;

/** Bytes sent as they are, where the route takes them unread. */
export interface Content {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** One route at a time: a union of requests, never a product of unions. */
type Request<R> = R extends unknown
  ? Part<R, 'params'> & Optional<R, 'query'> & Body<R> & { readonly content?: Content }
  : never;

/** What an operation asks for, as its route declares it. */
export type RequestOf<O extends OperationId> = Request<RouteOf<O>>;

/** What it answers; undefined for an answer without a body. */
export type AnswerOf<O extends OperationId> =
  RouteOf<O> extends { readonly response: infer Shape extends z.ZodType } ? z.output<Shape> : undefined;

/** A request whose operation is not known at compile time. */
export interface AnyRequest {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly content?: Content;
}
