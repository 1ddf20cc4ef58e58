import type { Logger } from '@aws-lambda-powertools/logger';
import type { World } from '../../usecases/ports.ts';
import type { Authenticate } from './auth.ts';
import type { BoundRoute } from './routes.ts';

/** All that the people's API needs: a test hands in its own, the live wiring the world's. */
export interface Deps {
  readonly world: World;
  readonly routes: readonly BoundRoute[];
  readonly authenticate: Authenticate;
  readonly logger: Logger;
}
