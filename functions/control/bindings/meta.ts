import { done } from '../../../core/decision.ts';
import type { RawAnswer } from '../../../schemas/api/route.ts';
import openapi from '../../../schemas/generated/openapi.json' with { type: 'json' };
import type { World } from '../../../usecases/ports.ts';

const OPENAPI = new TextEncoder().encode(JSON.stringify(openapi));

export const metaBindings = {
  getHealth: async ({ controlPlane, clock }: World) =>
    done({ status: 'ok', controlPlane, time: new Date(clock.now()).toISOString() }),
  getOpenApi: async () => done<RawAnswer>({ mediaType: 'application/json', bytes: OPENAPI }),
};
