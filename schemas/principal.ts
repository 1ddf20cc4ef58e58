import * as z from 'zod';

export const Role = z.enum(['Admin', 'Operator', 'Developer', 'Viewer']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** Who acts: a person with a role, a node with its own token, Plumbline itself (feed, sweep, state machine), or anyone on an open route. */
export interface Principal {
  /** Opaque subject id: the token's `sub`, the node id, or the name of the acting function. */
  readonly subject: string;
  readonly role: Role | 'Node' | 'System' | 'Anyone';
}
