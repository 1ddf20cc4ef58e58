import type { Logger } from '@aws-lambda-powertools/logger';
import { authenticator } from '../functions/control/auth.ts';
import { makeHandler } from '../functions/control/handler.ts';
import type { IssuerConfig } from '../functions/control/issuer-config.ts';
import { controlRoutes } from '../functions/control/routes.ts';
import { makeNodeHandler } from '../functions/node/handler.ts';
import { bodyLimit, DEFAULT_BODY_BYTES } from '../functions/shared/body-limit.ts';
import { LOG } from '../functions/shared/logger.ts';
import { compileRoutes } from '../functions/shared/match-route.ts';
import { ROUTES } from '../schemas/api/index.ts';
import { NODE_MESSAGES } from '../schemas/api/node.ts';
import type { World } from '../usecases/ports.ts';
import type { Dispatch } from './http/dispatch.ts';

export interface Wiring {
  readonly world: World;
  readonly issuers: readonly IssuerConfig[];
  readonly developmentTokens: boolean;
  readonly logger: Logger;
}

/** Operations of functions/node: what nodes and nobody else say. */
const OF_NODES: ReadonlySet<string> = new Set(NODE_MESSAGES.map(({ operationId }) => operationId));

/** Which function answers a path, as the integrations of an API gateway do: nodes have theirs, people the rest. */
export async function routeFunctions({
  world,
  issuers,
  developmentTokens,
  logger,
}: Wiring): Promise<Dispatch['routeTo']> {
  const control = makeHandler({
    world,
    routes: controlRoutes({ developmentTokens }),
    authenticate: authenticator(issuers, world.clock.now),
    logger,
  });
  const node = await makeNodeHandler(world, ({ error, ...where }) =>
    logger.error(LOG.fault, { ...where, error: error as Error }),
  );
  const match = compileRoutes(ROUTES);
  return (method, rawPath) => {
    const matched = match(method, rawPath);
    if (!matched.found) return { run: control, bodyLimit: DEFAULT_BODY_BYTES };
    const { route } = matched;
    return { run: OF_NODES.has(route.operationId) ? node : control, bodyLimit: bodyLimit(route) };
  };
}
