import { SubjectId } from '../../schemas/access.ts';
import { Role } from '../../schemas/principal.ts';

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
 * @throws in words for a person: a role or subject that is none, a directory no server keeps its state in
 */
export async function token(options: TokenOptions, sign: SignToken, nowMs: number): Promise<string> {
  const role = Role.options.find((known) => known.toLowerCase() === options.role.toLowerCase());
  if (!role) throw new Error(`--role is one of ${Role.options.join(', ')}`);
  const subject = options.subject ?? role.toLowerCase();
  if (!SubjectId.safeParse(subject).success) throw new Error('--subject is 1 to 255 printable ASCII characters');
  const lifetimeSeconds = options.lifetimeSeconds ?? TWELVE_HOURS;
  return sign(options.data, { subject, role, issuedAtSeconds: Math.floor(nowMs / 1000), lifetimeSeconds });
}
