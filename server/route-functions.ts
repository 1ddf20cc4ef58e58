import type { Logger } from '@aws-lambda-powertools/logger';
import { authenticator } from '../functions/control/auth.ts';
import { makeHandler } from '../functions/control/handler.ts';
import type { IssuerConfig } from '../functions/control/issuer-config.ts';
import { controlRoutes } from '../functions/control/routes.ts';
import { compileRoutes } from '../functions/shared/match-route.ts';
import { bodyLimit, DEFAULT_BODY_BYTES } from '../functions/shared/read-body.ts';
import { ROUTES } from '../schemas/api/index.ts';
import type { World } from '../usecases/ports.ts';
import type { Dispatch } from './http/dispatch.ts';

export interface Wiring {
  readonly world: World;
  readonly issuers: readonly IssuerConfig[];
  readonly developmentTokens: boolean;
  readonly logger: Logger;
}

/** Which function answers a path, as the integrations of an API gateway do: nodes have theirs, people the rest. */
export function routeFunctions({ world, issuers, developmentTokens, logger }: Wiring): Dispatch['routeTo'] {
  const control = makeHandler({
    world,
    routes: controlRoutes({ developmentTokens }),
    authenticate: authenticator(issuers, world.clock.now),
    logger,
  });
  const match = compileRoutes(ROUTES);
  return (method, rawPath) => {
    const matched = match(method, rawPath);
    const limit = matched.found ? bodyLimit(matched.route) : DEFAULT_BODY_BYTES;
    return { run: control, bodyLimit: limit };
  };
}
