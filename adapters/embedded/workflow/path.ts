import type { Json } from '../../../schemas/words.ts';

/*
 * The paths of the States Language that name one place: `$`, `$.a.b`, `$['a-b']`, `$.list[0]`, and the same below `$$`
 * for the context object. Anything that can name several places (`*`, `..`, slices, filters) is refused at load.
 */

const PATH = /^\$\$?(?:\.[A-Za-z_][A-Za-z0-9_-]*|\['[^'\\]+'\]|\[\d{1,6}\])*$/;
const SEGMENT = /\.([A-Za-z_][A-Za-z0-9_-]*)|\['([^'\\]+)'\]|\[(\d{1,6})\]/g;

/** The path names no value in this data, or none of the needed kind: the execution fails with `States.Runtime`. */
export class PathFailure extends Error {}

export const isPath = (text: string): boolean => PATH.test(text);

const segments = (path: string): (string | number)[] =>
  [...path.matchAll(SEGMENT)].map(([, dotted, quoted, index]) =>
    index === undefined ? (dotted ?? quoted ?? '') : Number(index),
  );

/** @returns undefined when there is nothing at the path */
export function findAt(path: string, data: Json, context: Json): Json | undefined {
  let value: Json | undefined = path.startsWith('$$') ? context : data;
  for (const segment of segments(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as { readonly [key: string | number]: Json })[segment];
  }
  return value;
}

/** @throws PathFailure when there is nothing at the path */
export function readAt(path: string, data: Json, context: Json): Json {
  const value = findAt(path, data, context);
  if (value === undefined) throw new PathFailure(`there is nothing at ${path}`);
  return value;
}

/** Puts `value` at a reference path, making the objects on the way. @throws PathFailure where something else is */
export function writeAt(path: string, data: Json, value: Json): Json {
  return put(segments(path), data, value, path);
}

function put(
  [segment, ...rest]: readonly (string | number)[],
  data: Json | undefined,
  value: Json,
  path: string,
): Json {
  if (segment === undefined) return value;
  if (typeof segment === 'number') {
    if (!Array.isArray(data) || segment >= data.length) throw new PathFailure(`there is no array item at ${path}`);
    return data.with(segment, put(rest, data[segment], value, path));
  }
  if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data))) {
    throw new PathFailure(`there is no object to hold ${path}`);
  }
  const object = (data ?? {}) as { readonly [key: string]: Json };
  return { ...object, [segment]: put(rest, Object.hasOwn(object, segment) ? object[segment] : undefined, value, path) };
}
