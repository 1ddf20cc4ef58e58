import type { Labels } from '../../schemas/words.ts';

/** Whether both have the same names with the same values, in whatever order. */
export const sameLabels = (a: Labels, b: Labels): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => Object.hasOwn(b, name) && b[name] === value);
