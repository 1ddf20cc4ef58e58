import type { Role } from '../../../../schemas/principal.ts';
import type { Stage } from './stage.ts';

/** One change through the API; `revised` says that it changes something with a revision of its own. */
export interface Change {
  readonly operationId: string;
  readonly as: Role;
  /** What has to be there first; answers the thing in the path. */
  readonly given?: (stage: Stage) => Promise<string>;
  readonly path: (thing: string) => string;
  readonly body: object;
  readonly revised?: true;
}
