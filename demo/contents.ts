/** The service's configuration, version by version, and the schema all of them pass. */
export const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['defaultTier', 'tiers'],
  additionalProperties: false,
  properties: {
    defaultTier: { type: 'string', minLength: 1 },
    tiers: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        required: ['percent'],
        additionalProperties: false,
        properties: { percent: { type: 'number', minimum: 0, maximum: 100 } },
      },
    },
  },
} as const;

const tiers = { standard: { percent: 1.5 }, gold: { percent: 1.2 } };
export const GOOD = {
  '1.0.0': { defaultTier: 'standard', tiers },
  '1.1.0': { defaultTier: 'standard', tiers: { ...tiers, standard: { percent: 1.4 } } },
  '1.2.0': { defaultTier: 'standard', tiers: { ...tiers, platinum: { percent: 0.9 } } },
  '1.3.0': { defaultTier: 'gold', tiers: { ...tiers, platinum: { percent: 0.9 } } },
} as const;

/** Passes the schema; breaks the service: nobody has a tier of this name. */
export const BROKEN = { defaultTier: 'golden', tiers } as const;
