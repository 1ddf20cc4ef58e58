import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/*
 * A program for kill-agent.ts: a service that reads its configs together, as docs/agent.md tells services to, over and
 * over. It says at once when they are not all of one release, and at the end, when its stdin closes, what it saw.
 */
const AT_ONCE = 20;

const [dir = '', ...configs] = process.argv.slice(2);
const current = join(dir, 'current');
let ended = false;
let reads = 0;
let absent = 0;
let last = '';
const seen = new Set<string>();

process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();

const unlessAbsent = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as { readonly code?: unknown }).code))) return undefined;
    throw error;
  }
};

/** Every line of a config names its release, and the last one says that it is whole. */
function releaseIn(text: string): string {
  const lines = text.split('\n');
  return [lines.at(-1) === 'end' ? '' : 'cut off ', ...new Set(lines.slice(0, -1))].join('|');
}

function folderContent(folder: string): string[] | undefined {
  return unlessAbsent(() => {
    const said = configs.map((name) => releaseIn(readFileSync(join(folder, name), 'utf8')));
    const more = readdirSync(folder).filter((name) => !configs.includes(name));
    return [...said, ...more.map((name) => `a file ${name}`)];
  });
}

function look(): void {
  const shown = unlessAbsent(() => readlinkSync(current));
  if (shown === undefined) {
    absent++;
    return;
  }
  const said = folderContent(join(dir, shown)) ?? again(shown);
  if (!said) return;
  reads++;
  const [one = ''] = said;
  const what = said.every((each) => each === one && /^\|[^|]+$/.test(each)) ? one : `mix ${said.join(' / ')}`;
  if (what === last) return;
  last = what;
  seen.add(what);
  if (what.startsWith('mix')) process.stdout.write(`${what}\n`);
}

/** A folder that goes was shown two switches ago: it is not the one shown now, or it is there again. */
function again(shown: string): string[] | undefined {
  const now = unlessAbsent(() => readlinkSync(current));
  if (now !== shown) return undefined;
  return (
    folderContent(join(dir, shown)) ??
    (unlessAbsent(() => readlinkSync(current)) === shown ? ['gone', shown] : undefined)
  );
}

process.stdout.write('ready\n');
while (!ended) {
  for (let each = 0; each < AT_ONCE; each++) look();
  await pause(1);
}
process.stdout.write(`${JSON.stringify({ reads, absent, releases: seen.size })}\n`);
