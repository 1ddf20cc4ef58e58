import { expect } from 'vitest';
import type { AuditLog, LogLeaf } from '../../usecases/ports.ts';

const STREAMS = 6;
const REVISIONS = 5;
const leaf = (stream: number, revision: number): LogLeaf => ({
  stream: `local/note/s${stream}`,
  revision,
  hash: `${revision}`.padStart(64, '0'),
});

/**
 * Three processes fold streams into one log at once, some of them the same ones: each leaf gets one place, and those
 * of a stream are in order. For adapters whose store several processes share.
 * @param open the log as one process has it, each call another process
 */
export async function severalProcesses(open: (process: number) => AuditLog): Promise<void> {
  const folds = [0, 1, 2].flatMap((process) => {
    const log = open(process);
    return Array.from({ length: 8 }, async (_, at) => {
      for (let revision = 1; revision <= REVISIONS; revision++)
        await log.append([leaf((at + process) % STREAMS, revision)]);
    });
  });
  await Promise.all(folds);
  const reader = open(3);
  const stored = await reader.leaves(0, 1000);
  expect([stored.length, await reader.size()]).toStrictEqual([STREAMS * REVISIONS, STREAMS * REVISIONS]);
  for (let stream = 0; stream < STREAMS; stream++)
    expect(stored.filter((each) => each.stream === leaf(stream, 1).stream)).toStrictEqual(
      Array.from({ length: REVISIONS }, (_, at) => leaf(stream, at + 1)),
    );
}
