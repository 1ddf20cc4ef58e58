import type { Streams } from '../usecases/ports.ts';

/** Streams that say when something was appended, so that the feed need not poll. */
export function notifyingStreams(streams: Streams, onAppended: () => void): Streams {
  return {
    ...streams,
    async append(writes, command) {
      const stored = await streams.append(writes, command);
      if (stored === 'appended') onAppended();
      return stored;
    },
  };
}
