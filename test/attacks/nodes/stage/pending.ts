import type { Hop, Stage } from './open-stage.ts';
import type { Order } from './release.ts';

/** The next release is out and signed, and the node has not heard of it yet. */
export async function pending(stage: Stage, order: Partial<Order> = {}): Promise<void> {
  await stage.release('1.1.0', order);
  await stage.withoutNode(3);
}

/** Takes the place on the path when the next release is about to go by. */
export const onThePath =
  (hop: (stage: Stage) => Hop | Promise<Hop>, order: Partial<Order> = {}) =>
  async (stage: Stage): Promise<void> => {
    await pending(stage, order);
    stage.hop = await hop(stage);
  };
