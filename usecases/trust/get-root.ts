import { done, type Outcome, reject } from '../../core/decision.ts';
import type { TrustEvent } from '../../core/trust/events.ts';
import { TRUST, TRUST_KEY } from '../../core/trust/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { TrustRootAnswer, TrustRootParams } from '../../schemas/trust.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';
import { currentRoot, readRootEnvelope } from './current-root.ts';

type TrustWorld = Pick<World, 'authority' | 'streams' | 'blobs'>;

/** The newest root. @returns `trust_root_missing` */
export async function getRoot(world: TrustWorld): Promise<Outcome<TrustRootAnswer>> {
  const current = await currentRoot(world);
  if (!current) return reject('trust_root_missing');
  const { version, epoch, expiresAt, digest } = current.state;
  return done({ version, epoch, expiresAt, digest, envelope: current.envelope });
}

/** One version, for those who walk them. @returns `not_found` */
export async function getRootVersion(
  world: TrustWorld,
  { params }: RouteInput<TrustRootParams>,
): Promise<Outcome<TrustRootAnswer>> {
  const version = Number(params.version);
  const stream = streamId(world.authority, TRUST.kind, TRUST_KEY);
  // Revision n of the stream is version n.
  const [stored] = await world.streams.events(stream, { after: version - 1, limit: 1 });
  if (!stored) return reject('not_found', { version });
  const { epoch, expiresAt, digest, envelopeSha256 } = stored.payload as unknown as TrustEvent;
  return done({ version, epoch, expiresAt, digest, envelope: await readRootEnvelope(world, envelopeSha256) });
}
