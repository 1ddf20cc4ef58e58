import { done, type Outcome, reject } from '../../core/decision.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { CONTENT_LIMITS } from '../../schemas/content-limits.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Json, Sha256 } from '../../schemas/words.ts';
import { mayRead } from '../access/may-read.ts';
import type { World } from '../ports.ts';
import { findVersion } from './find-version.ts';
import type { JsonContent } from './json-content.ts';
import type { PublishRequest } from './publish-request.ts';
import { utf8 } from './utf8.ts';

/** Content on its way into a version. */
export interface Content {
  readonly digest: Sha256;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** The JSON document and a text of it; undefined for opaque bytes. */
  readonly json?: { readonly value: () => Json; readonly text: string } | undefined;
  /** Not yet in the config's blob namespace; undefined when they are, or lie elsewhere. */
  readonly bytes?: Uint8Array;
  /** Blob namespace that has them. */
  readonly liesIn?: string;
  /** Who wrote it before it came here, and where it came from. */
  readonly authors: readonly string[];
  readonly from: { readonly config: string; readonly version: string } | null;
}

const JSON_MEDIA_TYPE = 'application/json';
const READ_AS_JSON = /^(?:application|text)\/(?:json|yaml|x-yaml)$|\+(?:json|yaml)$/;

/**
 * Takes content from where the request has it. JSON becomes its RFC 8785 form; opaque bytes stay as uploaded, and are
 * never read here.
 * @returns `too_large`, `unsupported_media_type` for JSON through an upload, `upload_incomplete`, and for another
 * config's version `version_unknown`, `version_revoked`, `version_invalid`
 */
export async function takeContent(
  world: Pick<World, 'streams' | 'authority' | 'blobs'>,
  principal: Principal,
  config: string,
  source: PublishRequest['source'],
): Promise<Outcome<Content>> {
  if ('content' in source) return ofJson(source.content);
  if ('from' in source) return ofVersion(world, principal, source.from);
  const { upload, mediaType } = source;
  if (READ_AS_JSON.test(mediaType))
    return reject('unsupported_media_type', {
      mediaType,
      hint: 'JSON and YAML are published inline, so that they can be read',
    });
  if ((await world.blobs.finishUpload({ namespace: config, ...upload })) === 'missing')
    return reject('upload_incomplete', { ...upload });
  const { sha256: digest, sizeBytes } = upload;
  return done({ digest, sizeBytes, mediaType, authors: [], from: null });
}

function ofJson({ canonical, value }: JsonContent): Outcome<Content> {
  const text = canonical();
  const bytes = utf8(text);
  const sizeBytes = bytes.byteLength;
  if (sizeBytes > CONTENT_LIMITS.jsonBytes)
    return reject('too_large', { limitBytes: CONTENT_LIMITS.jsonBytes, sizeBytes });
  const digest = sha256Hex(bytes);
  return done({ digest, sizeBytes, mediaType: JSON_MEDIA_TYPE, json: { value, text }, bytes, authors: [], from: null });
}

async function ofVersion(
  world: Pick<World, 'streams' | 'authority' | 'blobs'>,
  principal: Principal,
  reference: string,
): Promise<Outcome<Content>> {
  const [config = '', typed = ''] = reference.split('@');
  if (!(await mayRead(world, principal, { config }))) return reject('version_unknown', { config, version: typed });
  const found = await findVersion(world, config, typed);
  if (!found.ok) return found;
  const { profile, revoked, validation } = found.value.state;
  const { version, digest, sizeBytes, mediaType, authors } = profile;
  if (revoked) return reject('version_revoked', { config, version });
  if (validation === 'invalid') return reject('version_invalid', { config, version });
  const content = { digest, sizeBytes, mediaType, authors, from: { config, version } };
  if (mediaType !== JSON_MEDIA_TYPE) return done({ ...content, liesIn: config });
  const bytes = await world.blobs.get(config, digest);
  if (!bytes) throw new Error(`content ${config}/${digest} is missing`);
  const text = new TextDecoder().decode(bytes);
  return done({ ...content, json: { value: () => JSON.parse(text) as Json, text }, bytes });
}
