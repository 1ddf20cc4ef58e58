import { writeFileSync } from 'node:fs';
import type { Content } from './client/operations.ts';
import type { Context } from './command-spec.ts';
import { usage } from './failure.ts';
import { printableText } from './output/printable.ts';
import { size } from './output/words.ts';

/**
 * Writes bytes to a file, or as they are to stdout. A terminal gets them only as text, made safe.
 * @throws a usage failure for binary bytes on a terminal
 */
export function printBytes({ stdout, stderr }: Context, { bytes, mediaType }: Content, out: string | undefined): void {
  if (out !== undefined) {
    writeFileSync(out, bytes);
    stderr.write(`${size(bytes.length)} of ${printableText(mediaType)} in ${out}\n`);
    return;
  }
  if (!stdout.isTty) {
    stdout.write(bytes);
    return;
  }
  const text = textOf(bytes);
  if (text === undefined) throw usage(`${size(bytes.length)} of bytes that are no text: say --out FILE, or use a pipe`);
  stdout.write(`${printableText(text)}\n`);
}

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
