import { listDrift } from '../../../usecases/node/list-nodes.ts';

export const driftBindings = { listDrift };
