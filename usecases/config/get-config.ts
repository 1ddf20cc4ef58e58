import { CONFIG, type ConfigState } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ConfigResponse, PageQuery } from '../../schemas/config.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import { pageOf } from '../page-of-streams.ts';
import type { World } from '../ports.ts';
import { configResponse } from './config-response.ts';

/** One config. @returns `config_unknown` */
export async function getConfig(
  world: World,
  { params }: RouteInput<{ readonly name: string }>,
): Promise<Outcome<ConfigResponse>> {
  const { state, revision } = await loadState(world, CONFIG, params.name);
  return state.profile ? done(configResponse(state, revision)) : reject('config_unknown');
}

/** The configs a caller may read, by name. */
export const listConfigs = (
  world: World,
  { query }: RouteInput<unknown, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: ConfigResponse[]; next?: string }>> =>
  pageOf<ConfigState, ConfigResponse>(world, CONFIG.kind, query, {
    principal: call.principal,
    resourcesOf: ({ profile }) => [{ config: profile?.name ?? '' }],
    show: configResponse,
  });
