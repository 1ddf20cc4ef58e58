import { decideAddVersion } from '../../core/config/decide-add-version.ts';
import type { ConfigProfile } from '../../core/config/events.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { GivenVerdict } from '../../core/verdicts/validation.ts';
import { decideVersion } from '../../core/version/decide.ts';
import { buildMatches, readVersion } from '../../core/version/display.ts';
import type { VersionProfile } from '../../core/version/events.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import type { RawBody, RouteInput } from '../../schemas/api/route.ts';
import type { PublishQuery, VersionResponse } from '../../schemas/version.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { type PublishRequest, readPublishRequest } from './publish-request.ts';
import { runChecks } from './run-checks.ts';
import { type Content, takeContent } from './take-content.ts';
import { versionResponse } from './version-response.ts';

/**
 * Publishes one immutable version: reads its content strictly, checks it, stores it, and takes its name for ever.
 * @returns what reading refuses (readPublishRequest, takeContent), what checks refuse (runChecks), what names refuse
 * (decideAddVersion); nothing of it leaves a trace but perhaps an unnamed blob
 */
export async function publishVersion(
  world: World,
  { params, query, body }: RouteInput<{ readonly name: string }, PublishQuery, RawBody>,
  call: Call,
): Promise<Outcome<VersionResponse>> {
  const request = await readPublishRequest(world, query, body);
  if (!request.ok) return request;
  const { name } = params;
  let taken: Outcome<Content> | undefined;
  let checking: Promise<Outcome<GivenVerdict[]>> | undefined;
  return transact(world, call, async (tx) => {
    const { state: config, revision } = await tx.load(CONFIG, name);
    if (!config.profile) return reject('config_unknown');
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    // Neither content nor profile changes between two attempts, so a lost race costs no second check. What was sent is
    // checked by a worker while its canonical form is made here.
    if (!checking) {
      checking = earlyChecks(world, config.profile, request.value, call.at);
      if (checking) await new Promise(setImmediate); // until the worker has it
    }
    taken ??= await takeContent(world, call.principal, name, request.value.source);
    if (!taken.ok) return taken;
    const profile = versionProfile(config.profile, request.value, taken.value, call.principal.subject);
    const { version, digest } = profile;
    const key = versionKey(name, version);
    const existing = await tx.load(VERSION, key);
    const { lowerBecause } = request.value;
    const added = decideAddVersion(
      { at: call.at, version, digest, exists: existing.state.profile !== null, lowerBecause },
      config,
    );
    if (!added.ok) return added;
    checking ??= runChecks(world, config.profile, taken.value.json, call.at);
    const { tags } = request.value;
    const { controlPlane } = world;
    const decided = checking.then((checked) =>
      checked.ok
        ? decideVersion(
            { type: 'PublishVersion', at: call.at, controlPlane, profile, tags, verdicts: checked.value },
            existing.state,
          )
        : checked,
    );
    // The bytes are written while the worker still looks, and come under their name when nothing was found.
    const [published] = await Promise.all([decided, keepContent(world, name, taken.value, decided)]);
    if (!published.ok) return published;
    tx.append(CONFIG, name, added.events);
    return done(versionResponse(tx.append(VERSION, key, published.events), published.events.length));
  });
}

/** @returns the checks under way, or none where the content is not what was sent: it has to be taken first */
function earlyChecks(
  world: World,
  profile: ConfigProfile,
  { source }: PublishRequest,
  at: string,
): Promise<Outcome<GivenVerdict[]>> | undefined {
  if (!('content' in source) || source.content.sent === undefined) return undefined;
  const { sent: text, value } = source.content;
  const verdicts = runChecks(world, profile, { value, text }, at);
  verdicts.catch(() => {}); // whoever is refused before asks no more
  return verdicts;
}

/** Puts content where its version will look for it, unless what is being decided is a refusal. */
async function keepContent(
  { blobs }: Pick<World, 'blobs'>,
  name: string,
  { bytes, liesIn, digest }: Content,
  decided: Promise<{ readonly ok: boolean }>,
): Promise<void> {
  const when = decided.then(
    ({ ok }) => ok,
    () => false, // a fault is told by who decides
  );
  if (bytes) await blobs.put(name, bytes, when);
  if (liesIn === undefined || liesIn === name || !(await when)) return;
  if ((await blobs.copy(digest, liesIn, name)) === 'missing') throw new Error(`content ${liesIn}/${digest} is missing`);
}

function versionProfile(
  config: ConfigProfile,
  request: PublishRequest,
  content: Content,
  author: string,
): VersionProfile {
  const typed = readVersion(request.version);
  // A build that is not the one of this content is no build: the name as a whole is refused as reserved.
  const version = buildMatches(typed.build, content.digest) ? typed.version : request.version;
  return {
    config: config.name,
    version,
    digest: content.digest,
    sizeBytes: content.sizeBytes,
    mediaType: content.mediaType,
    schema: config.schema,
    requiredVerdicts: config.requiredVerdicts,
    author,
    authors: [...new Set([author, ...content.authors])].slice(0, 16),
    from: content.from,
    note: request.note,
  };
}
