import { createHash } from 'node:crypto';
import type { Tag } from '../schemas/version.ts';
import type { Answer } from './client/client.ts';
import type { AnswerOf } from './client/operations.ts';
import type { Context } from './command-spec.ts';
import { usage } from './failure.ts';
import { type Input, readInput } from './input.ts';
import { show } from './run-operation.ts';

type Published = Promise<Answer<AnswerOf<'publishVersion'>>>;

/** `plumb version publish`: one of three ways to give the content. */
export async function publishVersion(context: Context, input: Input): Promise<void> {
  const ways = ['file', 'upload', 'from'].filter((way) => input.has(way));
  if (ways.length !== 1) throw usage('say one of --file, --upload and --from');
  if (input.has('upload') !== input.has('media-type')) throw usage('--upload and --media-type go together');
  const answer = await (input.has('file') ? publishFile(context, input) : publishReference(context, input));
  await show(context, answer, async () => (await import('./views/version.ts')).versionCard);
}

/** The file travels as it is: what the server reads strictly must not have been read loosely before. */
async function publishFile({ client, readStdin, terms }: Context, input: Input): Published {
  const path = input.text('file') ?? '-';
  const mediaType = /\.ya?ml$/i.test(path) ? 'application/yaml' : 'application/json';
  const content = { mediaType, bytes: await readInput(path, readStdin) };
  const { tags, allowLower, ...about } = aboutOf(input);
  const query = { ...about, tags: tags?.join(','), allowLower: allowLower ? ('true' as const) : undefined };
  return (await client()).call('publishVersion', { params: paramsOf(input), query, content }, terms);
}

async function publishReference({ client, readStdin, terms }: Context, input: Input): Published {
  const path = input.text('upload');
  const upload =
    path === undefined ? undefined : await uploaded(await client(), input, await readInput(path, readStdin));
  const from = input.text('from');
  const body = { ...aboutOf(input), upload, mediaType: input.text('media-type'), from };
  return (await client()).call('publishVersion', { params: paramsOf(input), body }, terms);
}

/** The bytes go to storage by a URL that is good for exactly them. */
async function uploaded(client: Awaited<ReturnType<Context['client']>>, input: Input, bytes: Uint8Array) {
  const upload = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
  const { value } = await client.call('openUpload', { params: paramsOf(input), body: upload });
  await client.upload(value, bytes);
  return upload;
}

const paramsOf = (input: Input) => ({ name: input.argument('config') });

const aboutOf = (input: Input) => ({
  version: input.argument('version'),
  tags: input.list('tag') as Tag[] | undefined,
  note: input.text('note'),
  allowLower: input.flag('allow-lower') || undefined,
  justification: input.text('justification'),
});
