import { z } from 'zod';
import { Role } from '../../schemas/principal.ts';

/** `admin` or `Admin`; what people type. */
export const RoleName = z
  .string()
  .transform((name) => `${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`)
  .pipe(Role);

export interface TokenOptions {
  readonly role: string;
  /** Data directory of the embedded server whose development issuer signs. */
  readonly data: string;
  /** Who the token speaks for; the role's name unless said otherwise. */
  readonly subject?: string;
  readonly lifetimeSeconds?: number;
}

/** Signs with the key in the data directory; wired in bin, because the CLI itself speaks only HTTP. */
export type SignToken = (
  dataDir: string,
  claims: {
    readonly subject: string;
    readonly role: Role;
    readonly issuedAtSeconds: number;
    readonly lifetimeSeconds: number;
  },
) => Promise<string>;

const TWELVE_HOURS = 12 * 3600;

/**
 * `plumb token`: a development token.
 * @throws a ZodError for a role or subject that is none, and what `sign` throws where no server keeps its state
 */
export const token = async (
  { role, data, subject, lifetimeSeconds }: TokenOptions,
  sign: SignToken,
  nowMs: number,
): Promise<string> => {
  const known = RoleName.parse(role);
  return sign(data, {
    role: known,
    subject: subject ?? known.toLowerCase(),
    issuedAtSeconds: Math.floor(nowMs / 1000),
    lifetimeSeconds: lifetimeSeconds ?? TWELVE_HOURS,
  });
};
