import type { Rail } from '../rail.ts';

/** No domain: anything that is JSON will do. */
export const defaultRail: Rail = { lint: () => [] };
