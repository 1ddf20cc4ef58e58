import type { World } from '../../../usecases/ports.ts';

/**
 * A port that a room does not have: its role could do nothing with it, and whoever asks has made a mistake that
 * must be seen at once.
 */
export const absent = <P extends keyof World>(port: P, room: string): World[P] =>
  new Proxy(
    {},
    {
      get(_, method) {
        throw new Error(`the ${room} function has no ${port}.${String(method)}`);
      },
    },
  ) as World[P];
