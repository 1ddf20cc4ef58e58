import { done, type Outcome, reject } from '../../core/decision.ts';
import { parseTilePath } from '../../core/integrity/tiles.ts';
import type { RawAnswer, RouteInput } from '../../schemas/api/route.ts';
import type { World } from '../ports.ts';
import { bytesOfTile } from './log-tiles.ts';

/** A tile of the audit log under its C2SP name. @returns `not_found` for another spelling or beyond the log's size */
export async function getAuditTile(
  world: Pick<World, 'log'>,
  { params }: RouteInput<{ readonly tile: string }>,
): Promise<Outcome<RawAnswer>> {
  const tile = parseTilePath(`tile/${params.tile}`);
  const bytes = tile && (await bytesOfTile(world, tile));
  return bytes ? done({ mediaType: 'application/octet-stream', bytes, immutable: true }) : reject('not_found');
}
