import * as z from 'zod';
import { ConfigPage, ConfigResponse, CreateConfigRequest, PageQuery } from '../config.ts';
import { ConfigName } from '../words.ts';
import type { RouteSpec } from './route.ts';

export const CONFIG_ROUTES = [
  {
    operationId: 'createConfig',
    method: 'POST',
    path: '/configs',
    access: 'D',
    summary: 'Creates a config, a stream of versions of one service in one environment; its name is unique for ever.',
    body: CreateConfigRequest,
    status: 201,
    response: ConfigResponse,
  },
  {
    operationId: 'listConfigs',
    method: 'GET',
    path: '/configs',
    access: 'V',
    summary: 'The configs you may read, by name.',
    query: PageQuery,
    status: 200,
    response: ConfigPage,
  },
  {
    operationId: 'getConfig',
    method: 'GET',
    path: '/configs/{name}',
    access: 'V',
    resource: { config: 'name' },
    summary: 'One config with the highest version of each major.minor line.',
    params: z.strictObject({ name: ConfigName }),
    status: 200,
    response: ConfigResponse,
  },
] as const satisfies readonly RouteSpec[];
