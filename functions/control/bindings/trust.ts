import { getRoot, getRootVersion } from '../../../usecases/trust/get-root.ts';
import { loadRoot } from '../../../usecases/trust/load-root.ts';
import { publicKeys } from '../../../usecases/trust/public-keys.ts';

export const trustBindings = { getRoot, getRootVersion, publicKeys, loadRoot };
