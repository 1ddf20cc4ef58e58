import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { controlWorld } from '../../adapters/aws/worlds/control.ts';
import { storage } from '../../adapters/aws/worlds/storage.ts';
import { workerSchemaRunner } from '../../adapters/validation/schema-runner.ts';
import { workerYamlReader } from '../../adapters/validation/yaml-reader.ts';
import { AWS_SETTINGS } from '../../usecases/settings.ts';
import { readEnvironment } from '../shared/environment.ts';
import { makeLogger } from '../shared/logger.ts';
import { normalEvent } from '../shared/normal-event.ts';
import { settingsFrom } from '../shared/settings.ts';
import { authenticator } from './auth.ts';
import { Env } from './env.ts';
import { makeHandler } from './handler.ts';
import { controlRoutes } from './routes.ts';

const env = readEnvironment(Env, process.env);
const stored = storage(env, settingsFrom(process.env, AWS_SETTINGS));
const world = controlWorld(env, stored, { schemas: workerSchemaRunner(), yaml: workerYamlReader() });
const handle = makeHandler({
  world,
  routes: controlRoutes({ developmentTokens: false }),
  authenticate: authenticator(env.PLUMB_ISSUERS, world.clock.now),
  logger: makeLogger('control'),
});

/** The people's API, behind an HTTP API or a function URL. */
export const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
  handle(normalEvent(event), context);
