import type { AccessRight } from '../../schemas/access.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { AccessState } from './evolve.ts';

/**
 * Whether a list leaves the right to somebody whose role has it already. Without a list it does; an Admin and
 * Plumbline itself need no entry; every entry allows reading. A node is never asked: it reads by its directive.
 */
export function allows({ subject, role }: Principal, right: AccessRight, { entries }: AccessState): boolean {
  if (role === 'Node' || role === 'Anyone') return false;
  if (entries === null || role === 'Admin' || role === 'System') return true;
  const entry = entries.find((candidate) => candidate.subject === subject);
  return entry !== undefined && (right === 'read' || entry.rights.includes(right));
}
