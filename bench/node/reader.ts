import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, markedContent } from './marked.ts';

/*
 * A service beside an agent, reading as docs/agent.md tells it to: the link once, then every file below it.
 * `node bench/node/reader.ts DIR READS`; one line of JSON says what it saw.
 */
export interface Seen {
  readonly reads: number;
  /** Not whole, or not of the release of the other file. */
  readonly torn: number;
  /** The folder was dropped under its feet, after two switches: looked again. */
  readonly again: number;
  readonly releases: number;
}

const [dir = '', wanted = '0'] = process.argv.slice(2);
const expected = new Map<string, Buffer>();
const marks = new Set<number>();
let [reads, torn, again] = [0, 0, 0];
const HEAD = /^\{"mark":(\d+),/;

while (reads < Number(wanted)) {
  const files = readRelease();
  if (!files) {
    again += 1;
    continue;
  }
  const found = files.map((bytes) => Number(HEAD.exec(bytes.subarray(0, 32).toString('latin1'))?.[1] ?? Number.NaN));
  for (const [index, bytes] of files.entries()) {
    const mark = found[index] ?? Number.NaN;
    const whole = bytes.equals(expectedOf(FILES[index] ?? '', mark));
    if (!whole || mark !== found[0]) torn += 1;
    else marks.add(mark);
    reads += 1;
  }
}
const seen: Seen = { reads, torn, again, releases: marks.size };
console.log(JSON.stringify(seen));

function readRelease(): Buffer[] | undefined {
  const folder = join(dir, readlinkSync(join(dir, 'current'))); // there is always one: without it this throws
  try {
    return FILES.map((name) => readFileSync(join(folder, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Made once for each release; no more are kept than are on the disk. */
function expectedOf(name: string, mark: number): Buffer {
  const key = `${name}/${mark}`;
  const known = expected.get(key);
  if (known) return known;
  if (expected.size >= 8 * FILES.length) expected.clear();
  const made = Buffer.from(markedContent(name, mark));
  expected.set(key, made);
  return made;
}
