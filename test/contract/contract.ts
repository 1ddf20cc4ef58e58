import type { World } from '../../usecases/ports.ts';
import type { FailOnce } from '../support/fail-once.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** What every adapter hands to a contract suite: a fresh, empty world each time. */
export interface Opened<P extends keyof World> {
  readonly world: Pick<World, P>;
  readonly failOnce: FailOnce;
  readonly clock: VirtualClock;
  close(): Promise<void> | void;
}

/** A suite is a function of this, so that each adapter runs the same one. */
export type Factory<P extends keyof World> = () => Promise<Opened<P>> | Opened<P>;

/** Opens, runs, closes also when the body fails. */
export const within =
  <P extends keyof World>(open: Factory<P>) =>
  (body: (opened: Opened<P>) => Promise<void>) =>
  async (): Promise<void> => {
    const opened = await open();
    try {
      await body(opened);
    } finally {
      await opened.close();
    }
  };

/** The two ways in which a write fails. */
export const FAILURES = [
  { how: 'not stored', stored: false },
  { how: 'stored, reply lost', stored: true },
] as const;
