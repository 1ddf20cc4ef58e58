import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RawBody } from '../../schemas/api/route.ts';
import { type PublishQuery, PublishVersionRequest, type Tag, type UploadRef } from '../../schemas/version.ts';
import type { Json } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { readDocument } from '../read-document.ts';
import { refusedDocument } from '../refused-document.ts';
import { contentOf, type JsonContent, readContent } from './json-content.ts';

/** What shall be published, however it was said. */
export interface PublishRequest {
  /** Perhaps with its display build. */
  readonly version: string;
  readonly tags: readonly Tag[];
  readonly lowerBecause: string | null;
  readonly note: string | null;
  readonly source:
    | { readonly content: JsonContent }
    | { readonly upload: UploadRef; readonly mediaType: string }
    | { readonly from: string };
}

/**
 * Reads a publish request strictly. With `version` in the query the body is the content itself, a file as it is;
 * without, the body is an object that says everything. Both may be JSON or YAML.
 * @returns what readDocument refuses, `invalid_request`
 */
export async function readPublishRequest(
  world: Pick<World, 'yaml'>,
  query: PublishQuery,
  body: RawBody,
): Promise<Outcome<PublishRequest>> {
  const { version, tags = [], allowLower = false, justification, note = null } = query;
  if (version === undefined) {
    const document = await readDocument(world, body);
    return document.ok ? fromDocument(document.value) : document;
  }
  const content = await readContent(world, body);
  if (!content.ok) return content;
  if (allowLower && justification === undefined)
    return reject('justification_required', {
      errors: [
        {
          in: 'query',
          pointer: '/justification',
          path: "$['justification']",
          rule: 'missing',
          message: 'allowLower needs a justification',
        },
      ],
    });
  return done({
    version,
    tags,
    lowerBecause: allowLower ? (justification ?? null) : null,
    note,
    source: { content: content.value },
  });
}

function fromDocument(document: Json): Outcome<PublishRequest> {
  const parsed = PublishVersionRequest.safeParse(document);
  if (!parsed.success) return refusedDocument(parsed.error);
  const { version, tags, allowLower, justification, note = null, content, upload, mediaType, from } = parsed.data;
  const about = { version, tags, lowerBecause: allowLower ? (justification ?? null) : null, note };
  if (upload && mediaType !== undefined) return done({ ...about, source: { upload, mediaType } });
  if (from !== undefined) return done({ ...about, source: { from } });
  return done({ ...about, source: { content: contentOf(content as Json) } });
}
