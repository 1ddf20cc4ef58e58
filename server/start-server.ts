import { workerSchemaRunner } from '../adapters/validation/schema-runner.ts';
import { workerYamlReader } from '../adapters/validation/yaml-reader.ts';
import type { IssuerConfig } from '../functions/control/issuer-config.ts';
import { makeHandler as rolloutHandler } from '../functions/rollout/handler.ts';
import { LOG, makeLogger } from '../functions/shared/logger.ts';
import { renewDirectives } from '../usecases/issue/renew-directives.ts';
import { DEVELOPMENT_PREFIX, developmentIssuer } from './dev-issuer/dev-issuer.ts';
import { believesDevelopmentTokens, marksDevelopmentSubjects } from './exposure.ts';
import { deadlines } from './http/deadlines.ts';
import { type ListenOptions, listen } from './http/http-server.ts';
import { startLoops } from './loops/start-loops.ts';
import { routeFunctions } from './route-functions.ts';
import { ensureRoot, type RootHand } from './trust/ensure-root.ts';
import { type OpenWorldOptions, openWorld } from './world.ts';

export interface ServerOptions extends ListenOptions {
  readonly dataDir: string;
  /** Issuers of people's tokens beside, or instead of, the development issuer. */
  readonly issuers: readonly IssuerConfig[];
  readonly developmentTokens: boolean;
  readonly rootHand: RootHand;
  /** PLUMB_* settings of the world. */
  readonly environment: OpenWorldOptions['environment'];
}

export interface RunningServer {
  readonly origin: string;
  /** Where a trust root key was just made; to be said to whoever started the server. */
  readonly rootKeyPath: string | undefined;
  readonly developmentTokens: boolean;
  /** Ends requests, then loops, then the store; nothing answered is lost. */
  stop(): Promise<void>;
}

const GRACE_MS = 5_000;
const BODY_TIMEOUT_MS = 15_000;

/**
 * The whole control plane in this process. Ready means: there is a trust root, no directive is past its half life, and
 * the address is taken.
 * @throws when another process has the directory, a setting cannot be used, or the address cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = makeLogger('plumbline');
  const onFault = (fault: unknown, where: string): void => logger.error(LOG.fault, { where, error: fault as Error });
  let origin = '';
  const schemas = workerSchemaRunner();
  const yaml = workerYamlReader();
  const opened = openWorld({
    dataDir: options.dataDir,
    environment: options.environment,
    origin: () => origin,
    schemas,
    yaml,
    invoke: async (world, payload) => ({ ...(await rolloutHandler(world)(payload)) }),
    onFault,
  });
  const { world } = opened;
  const exposure = { ...options, tls: options.tls !== undefined, oidc: options.issuers.length > 0, insecureHttp: true };
  const developmentTokens = believesDevelopmentTokens(exposure);
  const prefix = marksDevelopmentSubjects(exposure) ? DEVELOPMENT_PREFIX : '';
  const issuers = developmentTokens
    ? [...options.issuers, developmentIssuer(options.dataDir, prefix)]
    : options.issuers;
  try {
    await opened.ready;
    const rootKeyPath = await ensureRoot(world, options.dataDir, options.rootHand);
    await renewDirectives(world);
    const http = await listen(options, {
      routeTo: await routeFunctions({ world, issuers, developmentTokens, logger }),
      serveBlob: opened.serveBlob,
      clock: world.clock,
      ids: world.ids,
      onFault,
      bodyDeadlines: deadlines(BODY_TIMEOUT_MS),
    });
    origin = http.origin;
    const loops = startLoops(opened, onFault);
    return {
      origin: http.origin,
      rootKeyPath,
      developmentTokens,
      stop: async () => {
        await http.close(GRACE_MS);
        await loops.stop();
        await Promise.all([schemas.close(), yaml.close()]);
        await opened.close();
      },
    };
  } catch (error) {
    await Promise.all([schemas.close(), yaml.close()]);
    await opened.close();
    throw error;
  }
}
