import { decideCreateConfig } from '../../core/config/decide-create.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { SCHEMA } from '../../core/schema/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ConfigResponse, CreateConfigRequest } from '../../schemas/config.ts';
import { mayAct, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { configResponse } from './config-response.ts';

/**
 * Creates a config. An access list may be there before it: then making it takes the right to write, and a name that
 * may not even be read is taken, whether or not there is a config yet.
 * @returns `already_exists`, `forbidden`, `schema_unknown`, `invalid_request`
 */
export const createConfig = (
  world: World,
  { body }: RouteInput<unknown, unknown, CreateConfigRequest>,
  call: Call,
): Promise<Outcome<ConfigResponse>> =>
  transact(world, call, async (tx) => {
    const config = await tx.load(CONFIG, body.name);
    const { name } = body;
    if (!(await mayRead(world, call.principal, { config: name }))) return reject('already_exists', { name });
    if (!config.state.profile && !(await mayAct(world, call.principal, { config: name }, 'write')))
      return reject('forbidden', { config: name });
    if (body.schema !== undefined && !(await tx.load(SCHEMA, body.schema)).state.profile)
      return reject('schema_unknown', { schema: body.schema });
    const decision = decideCreateConfig({ ...body, at: call.at, by: call.principal.subject }, config.state);
    if (!decision.ok) return decision;
    const state = tx.append(CONFIG, body.name, decision.events);
    return done(configResponse(state, config.revision + decision.events.length));
  });
