import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { embeddedStreams } from '../../../adapters/embedded/streams/streams.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { eventHash, genesis } from '../../../core/integrity/chain.ts';
import type { Streams } from '../../../usecases/ports.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const PROGRAM = fileURLToPath(new URL('append-until-killed.ts', import.meta.url));
const ROUNDS = [400, 1, 1500];

/** Runs the writers and kills them, without warning, after so many answers; what they had been answered by then. */
async function killedAfter(answers: number, path: string): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [PROGRAM, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const acknowledged = new Map<string, number>();
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [writer = '', revision] = line.split(' ');
    acknowledged.set(writer, Number(revision));
    if (++heard === answers) child.kill('SIGKILL');
  }
  expect(await ended).toStrictEqual([null, 'SIGKILL']);
  expect(heard).toBeGreaterThanOrEqual(answers);
  return acknowledged;
}

async function revisionOf(streams: Streams, stream: string): Promise<number> {
  const head = await streams.load(stream);
  const events = await streams.events(stream, { after: 0, limit: 1_000_000 });
  expect(events.map(({ revision }) => revision)).toStrictEqual(
    Array.from({ length: head?.revision ?? 0 }, (_, i) => i + 1),
  );
  expect(events.at(-1)?.hash).toBe(head?.hash);
  return head?.revision ?? 0;
}

it('whatever was answered is there after kill -9, and every append is there whole or not at all', async () => {
  const path = join(tempFolder(), 'store.sqlite');
  for (const answers of ROUNDS) {
    const acknowledged = await killedAfter(answers, path);
    const database = openDatabase(path);
    const streams = embeddedStreams(database, systemClock);
    for (const [writer, revision] of acknowledged) {
      const [left, right] = [
        await revisionOf(streams, `local/left/${writer}`),
        await revisionOf(streams, `local/right/${writer}`),
      ];
      expect(left).toBeGreaterThanOrEqual(revision);
      expect(right).toBe(left);
      expect((await streams.command(`${writer}@${left - 2}`))?.result).toStrictEqual({ to: left });
      expect(await streams.command(`${writer}@${left}`)).toBeUndefined();
    }
    const events = await streams.events('local/left/w0', { after: 0, limit: 1_000_000 });
    const chain = events.reduce((previous, event) => {
      expect(event.previousHash).toBe(previous);
      expect(eventHash(event)).toBe(event.hash);
      return event.hash;
    }, genesis('local/left/w0'));
    expect(chain).toBe((await streams.load('local/left/w0'))?.hash);
    database.close();
  }
});
