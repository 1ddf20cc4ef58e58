import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './command-spec.ts';
import { EXIT, Failure } from './failure.ts';
import { count } from './output/words.ts';

/**
 * `plumb release get`: the envelopes as they were signed and the contents by their digests, all in one folder.
 * @throws a bad end when a content has not the length and digest that the release announces
 */
export async function writeRelease(
  context: Context,
  cluster: string,
  folder: string,
  which: 'stable' | 'candidate' | undefined,
): Promise<number> {
  const client = await context.client();
  const { value: release, text } = await client.call('getRelease', { params: { name: cluster }, query: { which } });
  const { value: directive } = await client.call('getDirective', { params: { name: cluster } });
  mkdirSync(join(folder, 'blobs'), { recursive: true });
  for (const { config, version, sha256, sizeBytes } of release.blobs) {
    // Checked before it becomes a file name.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Failure(EXIT.badEnd, `not a digest: ${sha256}`);
    const { bytes } = await client.bytes('getContent', { params: { name: config, version } });
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== sha256 || bytes.length !== sizeBytes)
      throw new Failure(EXIT.badEnd, `${config}@${version} is not what the release announces: ${digest}`);
    writeFileSync(join(folder, 'blobs', sha256), bytes);
  }
  writeFileSync(join(folder, 'release.dsse.json'), `${JSON.stringify(release.envelope)}\n`);
  writeFileSync(join(folder, 'directive.dsse.json'), `${JSON.stringify(directive.envelope)}\n`);
  const what = `release #${release.release.generation} of ${cluster} with ${count(release.blobs.length, 'content')}`;
  context.stdout.write(context.json ? `${text}\n` : `Wrote ${what} to ${folder}\n`);
  return EXIT.ok;
}
