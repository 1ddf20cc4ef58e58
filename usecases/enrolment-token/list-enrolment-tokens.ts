import { done, type Outcome } from '../../core/decision.ts';
import { ENROLMENT_TOKEN, type EnrolmentTokenState } from '../../core/enrolment-token/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { EnrolmentToken } from '../../schemas/enrolment-token.ts';
import { filterReadable } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { shownToken } from './shown-token.ts';

type Page = { readonly tokens: readonly EnrolmentToken[]; readonly next?: string };
type Query = { readonly cluster?: string | undefined; readonly cursor?: string | undefined; readonly limit: number };

/** Tokens of clusters the caller may read, in order of id. A page may hold fewer than `limit` while `next` is there. */
export async function listEnrolmentTokens(
  world: World,
  { query: { cluster, cursor, limit } }: RouteInput<unknown, Query>,
  { principal }: Call,
): Promise<Outcome<Page>> {
  const { heads, next } = await world.streams.list(ENROLMENT_TOKEN.kind, {
    limit,
    ...(cursor ? { after: cursor } : {}),
  });
  const all = heads.map(({ stream, revision, state }) =>
    shownToken(streamName(stream).key, revision, state as unknown as EnrolmentTokenState),
  );
  const asked = all.filter((token) => cluster === undefined || token.cluster === cluster);
  const tokens = await filterReadable(world, principal, asked, (token) => [{ cluster: token.cluster }]);
  return done(next === undefined ? { tokens } : { tokens, next });
}
