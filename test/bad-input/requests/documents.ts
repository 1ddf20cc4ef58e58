import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';
import { SCHEMA_LIMIT_BYTES } from '../../../schemas/schema.ts';
import type { Honest, Hostile, Request, Topic } from '../hostile.ts';
import { THERE, type Victim } from '../victim.ts';
import type { BadText } from './json-texts/bad-text.ts';
import { BAD_TEXTS, GOOD_TEXTS } from './json-texts.ts';

interface Door {
  readonly name: string;
  readonly request: Omit<Request, 'body'>;
  readonly limitBytes: number;
}

const doors = ({ node }: Victim): readonly Door[] => [
  {
    name: 'publish',
    request: { method: 'POST', target: `/api/v1/configs/${THERE.config}/versions?version=3.0.0` },
    limitBytes: CONTENT_LIMITS.requestBytes,
  },
  {
    name: 'validate',
    request: { method: 'POST', target: `/api/v1/schemas/${THERE.schema}/validate` },
    limitBytes: CONTENT_LIMITS.requestBytes,
  },
  { name: 'register', request: { method: 'POST', target: '/api/v1/schemas' }, limitBytes: 2 * SCHEMA_LIMIT_BYTES },
  { name: 'create', request: { method: 'POST', target: '/api/v1/configs' }, limitBytes: 64 * 1024 },
  {
    name: 'check in',
    request: { method: 'POST', target: `/api/v1/nodes/${node.id}/check-in`, as: 'node' },
    limitBytes: 256 * 1024,
  },
  {
    name: 'ask for a token',
    request: { method: 'POST', target: `/api/v1/nodes/${node.id}/token`, as: 'nobody' },
    limitBytes: 64 * 1024,
  },
];

/** Documents that two readers would read differently, or none could, at every kind of door that takes JSON. */
/** @param how few: where contents come in, what is read like any request, and what nodes send */
export function documents(victim: Victim, how: 'few doors' | 'every door'): Topic {
  const all = doors(victim).filter(
    ({ name }) => how === 'every door' || ['publish', 'create', 'check in'].includes(name),
  );
  const hostile = all.flatMap((door) => [
    ...BAD_TEXTS.map((bad) => hostileAt(door, bad)),
    {
      ...door.request,
      name: `${door.name}: one byte more than a request may have`,
      body: () => `"${'x'.repeat(door.limitBytes - 1)}"`,
      status: 413,
      code: 'too_large',
    },
  ]);
  const [publish] = all;
  const tooLong = {
    name: 'publish: one byte more than a content may have',
    method: 'POST',
    target: publish?.request.target ?? '',
    body: () => `"${'x'.repeat(CONTENT_LIMITS.jsonBytes - 1)}"`,
    status: 413,
    code: 'too_large',
  };
  const honest = GOOD_TEXTS.flatMap(([name, body], index): Honest[] => [
    {
      name: `publish: ${name}`,
      method: 'POST',
      target: `/api/v1/configs/${THERE.config}/versions?version=4.0.${index}`,
      body,
      status: 201,
    },
    {
      name: `validate: ${name}`,
      method: 'POST',
      target: `/api/v1/schemas/${THERE.schema}/validate`,
      body,
      status: 200,
    },
  ]);
  return { name: 'documents', hostile: [...hostile, tooLong], honest };
}

function hostileAt({ name, request, limitBytes }: Door, { name: what, text, code, status, keys }: BadText): Hostile {
  const tooLarge = Buffer.byteLength(text()) > limitBytes;
  return {
    ...request,
    name: `${name}: ${what}`,
    body: text,
    ...(tooLarge
      ? { status: 413, code: 'too_large' }
      : { status: status ?? 400, code, ...(keys ? { place: { keys } } : {}) }),
  };
}
