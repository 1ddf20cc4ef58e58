import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { once } from '../../adapters/aws/signer/once.ts';
import { nodeWorld } from '../../adapters/aws/worlds/node.ts';
import { storage } from '../../adapters/aws/worlds/storage.ts';
import { AWS_SETTINGS } from '../../usecases/settings.ts';
import { normalEvent } from '../shared/normal-event.ts';
import { settingsFrom } from '../shared/settings.ts';
import { readEnv } from './env.ts';
import { makeNodeHandler, type OnFault } from './handler.ts';

const env = readEnv(process.env);

/** One line of JSON, as the logger of the other rooms writes it, which is too large for this one. */
const logFault: OnFault = ({ error, ...where }) => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const at = { level: 'ERROR', message: 'fault', service: 'node', timestamp: new Date().toISOString() };
  const xray = process.env['_X_AMZN_TRACE_ID'];
  console.error(JSON.stringify({ ...at, ...where, ...(xray ? { xray } : {}), error: { name, message, stack } }));
};

const handle = once(() =>
  makeNodeHandler(nodeWorld(env, storage(env, settingsFrom(process.env, AWS_SETTINGS))), logFault),
);
handle().catch(() => {}); // keys are opened while the function starts; whoever asks first hears what failed

/** The API of nodes, behind an HTTP API or a function URL. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  (await handle())(normalEvent(event));
