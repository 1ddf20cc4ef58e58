import * as z from 'zod';
import { EVENTS } from './index.ts';

/** What of a payload leaves: 1 = the member as it is, else what of the object in it. */
export interface Members {
  readonly [member: string]: 1 | Members;
}

/** By type, the members its `data` may hold; generated for programs that should not carry zod. */
export const eventMembers = (): Record<string, Members> =>
  Object.fromEntries(Object.entries(EVENTS).map(([type, shape]) => [type, ofObject(jsonSchema(shape))]));

interface Shape {
  readonly properties?: { readonly [name: string]: Shape };
  readonly additionalProperties?: unknown;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

const jsonSchema = (shape: z.ZodType): Shape =>
  z.toJSONSchema(shape, { metadata: z.registry(), reused: 'inline' }) as Shape;

const ofObject = ({ properties = {} }: Shape): Members =>
  Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, ofValue(inner)]));

/** Arrays pass each item, a value that may be null passes null; only closed objects are cut. */
function ofValue(shape: Shape): 1 | Members {
  if (shape.items) return ofValue(shape.items);
  const [first] = (shape.anyOf ?? []).map(ofValue).filter((each) => each !== 1);
  if (first !== undefined) return first;
  return shape.properties && shape.additionalProperties === false ? ofObject(shape) : 1;
}
