import type { Outcome } from '../../core/decision.ts';
import { CreateConfigRequest } from '../../schemas/config.ts';
import { CreateSnapshotRequest } from '../../schemas/snapshot.ts';
import type { Json } from '../../schemas/words.ts';
import { createConfig } from '../../usecases/config/create-config.ts';
import { publishVersion } from '../../usecases/config/publish-version.ts';
import type { World } from '../../usecases/ports.ts';
import { createSnapshot } from '../../usecases/snapshot/create-snapshot.ts';
import { validateSnapshot } from '../../usecases/snapshot/validate-snapshot.ts';
import { callAs } from './call.ts';

type Options = Parameters<typeof callAs>[1];

/** The value of an outcome that must be good. */
export function good<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly code: string; readonly details: unknown },
): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} ${JSON.stringify(outcome.details)}`);
  return outcome.value;
}

/** How an outcome ended, in a word: `done`, or the code of the refusal. */
export const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.code);

/** Creates a config by `ada`, a Developer, unless said otherwise. */
export const config = (world: World, name: string, more: object = {}, options: Options = {}) =>
  createConfig(
    world,
    { params: {}, query: {}, body: CreateConfigRequest.parse({ name, ...more }) },
    callAs('Developer', options),
  );

/** Publishes a JSON version through the request body, as the API does. */
export const version = (
  world: World,
  name: string,
  version: string,
  content: Json,
  more: object = {},
  options: Options = {},
) => publish(world, name, { version, content, ...more }, options);

/** Publishes whatever the request document says. */
export const publish = (world: World, name: string, request: object, options: Options = {}) =>
  publishVersion(
    world,
    {
      params: { name },
      query: {},
      body: { mediaType: 'application/json', source: JSON.stringify(request) },
    },
    callAs('Developer', options),
  );

/** The next revision of a snapshot, which nobody has validated yet. */
export const newRevision = (
  world: World,
  name: string,
  configs: { readonly [name: string]: string },
  more: object = {},
  options: Options = {},
) =>
  createSnapshot(
    world,
    { params: {}, query: {}, body: CreateSnapshotRequest.parse({ name, configs, summary: 'a change', ...more }) },
    callAs('Developer', options),
  );

/** The next revision of a snapshot, validated. */
export async function snapshot(
  world: World,
  name: string,
  configs: { readonly [name: string]: string },
  more: object = {},
  options: Options = {},
) {
  const { revision } = good(await newRevision(world, name, configs, more, options));
  return good(await validateSnapshot(world, { params: { name }, query: {}, body: { revision } }, callAs('Developer')));
}
