import { openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { embeddedStreams } from '../../../adapters/embedded/streams/streams.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { command, streamWrite } from '../../support/stream-write.ts';

/*
 * A program for kill-store.test.ts: writers that each append to a pair of streams in one atomic write, again and
 * again, and say so on stdout only after the store has answered. It ends when it is killed.
 */
const WRITERS = 24;

const [path = ''] = process.argv.slice(2);
const streams = embeddedStreams(openDatabase(path), systemClock);

const write = async (writer: number): Promise<never> => {
  const [left, right] = [`local/left/w${writer}`, `local/right/w${writer}`];
  let head = await streams.load(left);
  for (;;) {
    const from = head?.revision ?? 0;
    const previous = head ? { previousHash: head.hash } : {};
    const pair = [streamWrite(left, from, { count: 2, ...previous }), streamWrite(right, from, { count: 2 })] as const;
    const stored = await streams.append(pair, command(`w${writer}@${from}`, { to: from + 2 }));
    if (stored !== 'appended') throw new Error(stored);
    process.stdout.write(`w${writer} ${from + 2}\n`);
    head = pair[0].head;
  }
};

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
