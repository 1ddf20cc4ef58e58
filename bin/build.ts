import { join, resolve } from 'node:path';
import Table from 'cli-table3';
import { ROOMS } from '../lib/rooms.ts';
import { buildRoom } from './build/build-room.ts';
import { LIMITS, type Sizes, sizesOf } from './build/sizes.ts';

/** `npm run build`: bundles every function for Lambda into dist/functions and says how large each is. */
const to = resolve(process.argv[2] ?? join(import.meta.dirname, '../dist'));
const table = new Table({ head: ['function', 'loaded first', 'all it may load', 'threads'], style: { head: [] } });
const kilobytes = (bytes: number): string => (bytes === 0 ? '' : `${(bytes / 1000).toFixed(1)} KB`);
for (const room of ROOMS) {
  const { first, all, workers }: Sizes = sizesOf(await buildRoom(room, to));
  table.push([room, kilobytes(first), kilobytes(all), kilobytes(workers)]);
}
console.log(table.toString());
console.log(
  `Minified, 1 KB = 1,000 bytes. At most ${kilobytes(LIMITS.nodeFirst)} first in node, ${kilobytes(LIMITS.all)} in all elsewhere.`,
);
