import { done, type Outcome } from '../../core/decision.ts';
import type { Call } from '../call.ts';
import type { Draft, World } from '../ports.ts';
import { renewDirectives } from './renew-directives.ts';
import { signLabels } from './sign-labels.ts';
import { type IssuingWorld, signPending } from './sign-pending.ts';
import { signVersion } from './sign-version.ts';

/**
 * The port `Issuing` where the release key is: signs what the streams hold as drafted under this name, and nothing else.
 * @returns the refusals of `signPending`, `signVersion` and `signLabels`; of all directives none: each cluster shows
 *   its own trouble
 */
export async function signDrafted(
  world: IssuingWorld & Pick<World, 'controlPlane' | 'witness'>,
  draft: Draft,
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<null>> {
  const signed = await sign(world, draft, cause);
  return signed.ok ? done(null) : signed;
}

async function sign(
  world: IssuingWorld & Pick<World, 'controlPlane' | 'witness'>,
  draft: Draft,
  cause: Pick<Call, 'traceId'> | undefined,
): Promise<Outcome<unknown>> {
  switch (draft.of) {
    case 'cluster':
      return signPending(world, draft.cluster, cause);
    case 'version':
      return signVersion(world, draft.version, cause);
    case 'labels':
      return signLabels(world, draft.node, cause);
    case 'directives':
      return done(await renewDirectives(world));
  }
}
