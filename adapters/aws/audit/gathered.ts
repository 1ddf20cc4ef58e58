import type { LogLeaf } from '../../../usecases/ports.ts';

interface Waiting {
  readonly leaves: readonly LogLeaf[];
  readonly answer: (size: number) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One writer at a time within this process: what is handed in while an append is under way is put together into the
 * next one. Many streams folded at once so cost few transactions on the one item that all of them move. What fails
 * together is tried one by one, so that only the one at fault fails.
 * @param append stores up to `most` leaves
 */
export function gathered(
  append: (leaves: readonly LogLeaf[]) => Promise<number>,
  most: number,
): (leaves: readonly LogLeaf[]) => Promise<number> {
  const waiting: Waiting[] = [];
  let running = false;

  const next = (): Waiting[] => {
    const taken: Waiting[] = [];
    let count = 0;
    for (let first = waiting[0]; first; first = waiting[0]) {
      count += first.leaves.length;
      if (taken.length > 0 && count > most) break;
      taken.push(first);
      waiting.shift();
    }
    return taken;
  };
  const together = async (taken: readonly Waiting[]): Promise<void> => {
    try {
      const size = await append(taken.flatMap(({ leaves }) => leaves));
      for (const { answer } of taken) answer(size);
    } catch (error) {
      if (taken.length === 1) taken[0]?.fail(error);
      else for (const each of taken) await together([each]);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) await together(next());
    running = false;
  };
  return (leaves) =>
    new Promise((answer, fail) => {
      waiting.push({ leaves, answer, fail });
      if (!running) void run();
    });
}
