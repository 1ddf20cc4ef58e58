import { done } from '../../../core/decision.ts';
import type { RawAnswer } from '../../../schemas/api/route.ts';
import openapi from '../../../schemas/generated/openapi.json' with { type: 'json' };
import type { World } from '../../../usecases/ports.ts';

const OPENAPI = new TextEncoder().encode(JSON.stringify(openapi));

export interface HealthNotes {
  /** Tokens of the development issuer are believed. */
  readonly developmentTokens: boolean;
}

export const metaBindings = ({ developmentTokens }: HealthNotes) => ({
  getHealth: async ({ controlPlane, clock }: World) => {
    const health = { status: 'ok', controlPlane, time: new Date(clock.now()).toISOString() };
    return done(developmentTokens ? { ...health, developmentTokens } : health);
  },
  getOpenApi: async () => done<RawAnswer>({ mediaType: 'application/json', bytes: OPENAPI }),
});
