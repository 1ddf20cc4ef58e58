import { done } from '../../../core/decision.ts';
import type { RawAnswer } from '../../../schemas/api/route.ts';
import type { World } from '../../../usecases/ports.ts';

/** Read when it is first asked for: it is larger than the rest of what a cold start loads. */
async function openapi(): Promise<RawAnswer> {
  const { default: document } = await import('../../../schemas/generated/openapi.json', { with: { type: 'json' } });
  return { mediaType: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(document)) };
}

export interface HealthNotes {
  /** Tokens of the development issuer are believed. */
  readonly developmentTokens: boolean;
}

export const metaBindings = ({ developmentTokens }: HealthNotes) => ({
  getHealth: async ({ controlPlane, clock }: World) => {
    const health = { status: 'ok', controlPlane, time: new Date(clock.now()).toISOString() };
    return done(developmentTokens ? { ...health, developmentTokens } : health);
  },
  getOpenApi: async () => done(await openapi()),
});
