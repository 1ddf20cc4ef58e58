import * as z from 'zod';

/** RFC 9457 problem details as every refusal comes; `code` is what scripts branch on. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    instance: z.string(),
    traceId: z.string(),
    errors: z
      .array(
        z.looseObject({
          /** JSON Pointer (RFC 6901) and normalised JSONPath (RFC 9535). */
          pointer: z.string(),
          path: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });
