import type { Attack, Family, Hand } from './stage/attack.ts';
import { ARBITRARY_SOFTWARE } from './tables/arbitrary-software.ts';
import { DROP_OF_REQUESTS } from './tables/drop-of-requests.ts';
import { EAVESDROP } from './tables/eavesdrop.ts';
import { EXTRANEOUS } from './tables/extraneous.ts';
import { FAST_FORWARD } from './tables/fast-forward.ts';
import { FREEZE } from './tables/freeze.ts';
import { KEY_COMPROMISE, ROOT_COMPROMISE } from './tables/key-compromise.ts';
import { MIX_AND_MATCH } from './tables/mix-and-match.ts';
import { NODE_FUNCTION } from './tables/node-function.ts';
import { PARTIAL_BUNDLE } from './tables/partial-bundle.ts';
import { ROLLBACK } from './tables/rollback.ts';
import { BROKEN_OFF, ENDLESS_DATA, SLOW_RETRIEVAL } from './tables/sockets.ts';
import {
  EXTRANEOUS_WITH_THE_KEY,
  ROLLBACK_WITH_THE_KEY,
  WRONG_TARGET_WITH_THE_KEY,
} from './tables/stolen-release-key.ts';
import { WRONG_TARGET } from './tables/wrong-target.ts';

/** Every attack there is, by the file that plays it; the same list is in docs/attacks.md. */
export const PLAYED: { readonly [file: string]: readonly Attack[] } = {
  'on-the-path.test.ts': [
    ...[ARBITRARY_SOFTWARE, ROLLBACK, FREEZE, FAST_FORWARD, MIX_AND_MATCH].flat(),
    ...[WRONG_TARGET, PARTIAL_BUNDLE, DROP_OF_REQUESTS, EXTRANEOUS].flat(),
  ],
  'sockets.test.ts': [ENDLESS_DATA, SLOW_RETRIEVAL, BROKEN_OFF].flat(),
  'node-function.test.ts': NODE_FUNCTION,
  'stolen-keys.test.ts': [
    ...[ROLLBACK_WITH_THE_KEY, WRONG_TARGET_WITH_THE_KEY, EXTRANEOUS_WITH_THE_KEY].flat(),
    ...[KEY_COMPROMISE, ROOT_COMPROMISE].flat(),
  ],
};

export interface Listed {
  readonly family: Family;
  readonly by: Hand;
  readonly name: string;
  readonly file: string;
  /** What it meets: refusals that are told, or what shows it where there is nothing to refuse. */
  readonly met: string;
}

export const CATALOGUE: readonly Listed[] = [
  ...Object.entries(PLAYED).flatMap(([file, attacks]) =>
    attacks.map((attack) => ({ family: attack.family, by: attack.by, name: attack.name, file, met: metBy(attack) })),
  ),
  ...EAVESDROP.map(({ name, refused: { code } }) => ({
    ...({ family: 'eavesdrop', by: 'path' } as const),
    name,
    file: 'eavesdrop.test.ts',
    met: `\`${code}\``,
  })),
];

function metBy({ told, shown }: Attack): string {
  const codes = [...new Set(told)].map((code) => `\`${code}\``);
  const seen = Object.entries(shown ?? {}).map(([where, what]) => `${where}: ${what}`);
  return [...codes, ...seen].join(', ');
}
