import type { SetAccessRequest } from '../../../schemas/access.ts';
import type { RouteInput } from '../../../schemas/api/route.ts';
import { getAccess } from '../../../usecases/access/get-access.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import type { Call } from '../../../usecases/call.ts';
import type { World } from '../../../usecases/ports.ts';

type Named<B = unknown> = RouteInput<{ readonly name: string }, unknown, B>;

export const accessBindings = {
  getConfigAccess: (world: World, { params }: Named) => getAccess(world, { config: params.name }),
  setConfigAccess: (world: World, { params, body }: Named<SetAccessRequest>, call: Call) =>
    setAccess(world, { config: params.name }, body, call),
  getClusterAccess: (world: World, { params }: Named) => getAccess(world, { cluster: params.name }),
  setClusterAccess: (world: World, { params, body }: Named<SetAccessRequest>, call: Call) =>
    setAccess(world, { cluster: params.name }, body, call),
};
