import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../core/decision.ts';
import { CreateConfigRequest } from '../../../schemas/config.ts';
import type { Call } from '../../../usecases/call.ts';
import { reviewVersion, revokeVersion, setTags } from '../../../usecases/config/change-version.ts';
import { createConfig } from '../../../usecases/config/create-config.ts';
import type { World } from '../../../usecases/ports.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const A = 'a.staging';
const params = { name: A, version: '1.0.0' };
const SCHEMA = new TextEncoder().encode('{"name":"rates","version":"1.0.0","schema":{"type":"object"}}');

interface Verb {
  readonly verb: string;
  readonly run: (world: World, call: Call) => Promise<Outcome<unknown>>;
  readonly stream: string;
  /** All events of that stream after one run, however often it was tried. */
  readonly types: readonly string[];
}

const PUBLISHED = ['VersionPublished', 'StatementDrafted'];
const VERSION = `version/${A}@1.0.0`;
const VERBS: readonly Verb[] = [
  {
    verb: 'creating a config',
    run: (world, call) =>
      createConfig(world, { params: {}, query: {}, body: CreateConfigRequest.parse({ name: 'b.staging' }) }, call),
    stream: 'config/b.staging',
    types: ['ConfigCreated'],
  },
  {
    verb: 'registering a schema',
    run: (world, call) =>
      registerSchema(world, { params: {}, query: {}, body: { mediaType: 'application/json', source: SCHEMA } }, call),
    stream: 'schema/rates@1.0.0',
    types: ['SchemaRegistered'],
  },
  {
    verb: 'setting tags',
    run: (world, call) => setTags(world, { params, query: {}, body: { tags: ['beta'] } }, call),
    stream: VERSION,
    types: [...PUBLISHED, 'TagsSet'],
  },
  {
    verb: 'reviewing',
    run: (world, call) => reviewVersion(world, { params, query: {}, body: { verdict: 'failed', note: 'no' } }, call),
    stream: VERSION,
    types: [...PUBLISHED, 'VerdictGiven'],
  },
  {
    verb: 'revoking',
    run: (world, call) => revokeVersion(world, { params, query: {}, body: { justification: 'wrong rates' } }, call),
    stream: VERSION,
    types: [...PUBLISHED, 'VersionRevoked'],
  },
];

describe.each([
  ...VERBS.map((verb) => ({ ...verb, port: 'streams', method: 'append' }) as const),
  ...VERBS.filter(({ verb }) => verb.includes('schema')).map(
    (verb) => ({ ...verb, port: 'blobs', method: 'put' }) as const,
  ),
])('$verb, when $port.$method fails', ({ run, stream, types, port, method }) => {
  it.each([{ stored: false }, { stored: true }])(
    'does it once when asked again (stored: $stored)',
    async ({ stored }) => {
      const { world, failOnce } = memoryWorld();
      good(await config(world, A));
      good(await version(world, A, '1.0.0', { a: 1 }));
      const typesOf = async () =>
        (await world.streams.events(`local/${stream}`, { after: 0, limit: 50 })).map(({ type }) => type);
      const before = await typesOf();
      const call = () => callAs('Operator', { subject: 'grace', key: 'once', body: 'the same' });
      if (port === 'streams') failOnce('streams', 'append', { stored });
      else failOnce('blobs', 'put', { stored });
      await expect(run(world, call())).rejects.toThrow(`${port}.${method} failed`);
      expect(await typesOf()).toStrictEqual(port === 'streams' && stored ? types : before);
      const answer = good(await run(world, call()));
      expect(good(await run(world, call()))).toStrictEqual(answer);
      expect(await typesOf()).toStrictEqual(types);
    },
  );
});
