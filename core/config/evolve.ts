import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';
import { higher, lineOf } from '../version/order.ts';
import type { ConfigEvent, ConfigProfile } from './events.ts';

export interface ConfigState {
  /** null until it is created. */
  readonly profile: ConfigProfile | null;
  readonly versions: number;
  readonly latest: { readonly version: string; readonly digest: Sha256 } | null;
  /** Highest version on each major.minor line; the versions themselves are their own streams. */
  readonly lines: { readonly [line: string]: string };
  readonly createdBy: string;
  readonly createdAt: Instant;
  /** Digests whose bytes are going; over at `until`. Absent as long as nothing ever was erased. */
  readonly erasures?: readonly { readonly digest: Sha256; readonly until: Instant }[];
}

/** Key = config name. */
export const CONFIG: StreamKind<ConfigState, ConfigEvent> = {
  kind: 'config',
  schemaVersion: 1,
  initial: { profile: null, versions: 0, latest: null, lines: {}, createdBy: '', createdAt: '' },
  evolve(state, event) {
    switch (event.type) {
      case 'ConfigCreated': {
        const { type: _, at, by, ...profile } = event;
        return { ...state, profile, createdAt: at, createdBy: by };
      }
      case 'VersionAdded': {
        const { version, digest } = event;
        const line = lineOf(version);
        const highest = higher(state.lines[line], version);
        return {
          ...state,
          versions: state.versions + 1,
          latest: { version, digest },
          lines: { ...state.lines, [line]: highest },
        };
      }
      case 'ErasureBegun': {
        const { at, digest, until } = event;
        const others = (state.erasures ?? []).filter((one) => one.digest !== digest && at < one.until);
        return { ...state, erasures: [...others, { digest, until }] };
      }
    }
  },
};
