import type { RouteSpec } from '../../schemas/api/route.ts';

export const DEFAULT_BODY_BYTES = 64 * 1024;

/** Bytes that the body of a route may have. */
export const bodyLimit = ({ maxBodyBytes }: Pick<RouteSpec, 'maxBodyBytes'>): number =>
  maxBodyBytes ?? DEFAULT_BODY_BYTES;
