import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { UploadRef } from '../../schemas/version.ts';
import type { Json } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

/** The longest that a presigned URL may live (adapters/aws/presign); an upload begun in time may take longer. */
const UPLOAD_SECONDS = 10 * 60;

/**
 * Opens a way for opaque bytes that does not pass through us: a URL for one PUT of exactly these bytes. Publishing
 * with the same `upload` then checks that they are there.
 * @returns `config_unknown`
 */
export async function openUpload(
  world: World,
  { params, body: upload }: RouteInput<{ readonly name: string }, unknown, UploadRef>,
  call: Call,
): Promise<Outcome<Json>> {
  const { state } = await loadState(world, CONFIG, params.name);
  if (!state.profile) return reject('config_unknown');
  const { method, url, headers } = await world.blobs.openUpload({
    namespace: params.name,
    ...upload,
    expiresInSeconds: UPLOAD_SECONDS,
  });
  const expiresAt = new Date(Date.parse(call.at) + UPLOAD_SECONDS * 1000).toISOString();
  return done({ upload, method, url, headers, expiresAt });
}
