import * as z from 'zod';
import { Count } from './words.ts';

/** What an entry allows; every entry allows reading. `write`: new versions and tags. `operate`: rolling out, reviewing, approving. */
export const AccessRight = z.enum(['read', 'write', 'operate']).meta({ id: 'AccessRight' });
export type AccessRight = z.infer<typeof AccessRight>;

/** OIDC bounds `sub` to 255 ASCII characters. */
export const SubjectId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
  .meta({ id: 'SubjectId', examples: ['alice'] });

export const AccessEntry = z
  .strictObject({ subject: SubjectId, rights: z.array(AccessRight).min(1).max(3) })
  .meta({ id: 'AccessEntry' });
export type AccessEntry = z.infer<typeof AccessEntry>;

/** `null` takes the list away: roles alone decide again. `[]` leaves the thing to Admins. */
export const SetAccessRequest = z
  .strictObject({
    entries: z
      .array(AccessEntry)
      .max(256)
      .refine(
        (entries) => new Set(entries.map(({ subject }) => subject)).size === entries.length,
        'a subject occurs twice',
      )
      .nullable(),
  })
  .meta({ id: 'SetAccessRequest' });
export type SetAccessRequest = z.infer<typeof SetAccessRequest>;

export const AccessList = z
  .strictObject({ entries: z.array(AccessEntry).nullable(), revision: Count })
  .meta({ id: 'AccessList' });
export type AccessList = z.infer<typeof AccessList>;
