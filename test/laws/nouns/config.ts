import fc from 'fast-check';
import { decideAddVersion } from '../../../core/config/decide-add-version.ts';
import { decideCreateConfig } from '../../../core/config/decide-create.ts';
import { decideErasure } from '../../../core/config/decide-erasure.ts';
import type { ConfigEvent } from '../../../core/config/events.ts';
import { CONFIG, type ConfigState } from '../../../core/config/evolve.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { digest, person } from './words.ts';

type Said = Intention<ConfigState, ConfigEvent>;
const number = fc.nat({ max: 3 });

const create = fc.record({ by: person, schema: fc.constantFrom(undefined, 'rates@1.0.0') }).map(
  (said): Said =>
    (_, at) =>
    (state) =>
      decideCreateConfig(
        { at, name: 'till.production', kind: 'config', rail: 'default', riskFloor: 'Low', ...said },
        state,
      ),
);

const add = fc
  .record({ line: number, patch: number, digest, lowerBecause: fc.constantFrom(null, 'an older line is mended') })
  .map(
    ({ line, patch, ...said }): Said =>
      ({ lines }, at) => {
        // The next patch of a line, a lower one, or a line of its own.
        const highest = Number(lines[`1.${line}`]?.split('.')[2] ?? -1);
        const version = `1.${line}.${Math.max(0, highest + 2 - patch)}`;
        const taken = ({ latest, lines }: ConfigState) =>
          latest?.version === version || Object.values(lines).includes(version);
        return (state) => decideAddVersion({ at, version, ...said, exists: taken(state) }, state);
      },
  );

const erase = digest.map(
  (wanted): Said =>
    (_, at) =>
    (state) =>
      decideErasure({ at, digest: wanted }, state),
);

export const config = anyNoun<ConfigState, ConfigEvent>({
  kind: CONFIG,
  commands: { CreateConfig: create, AddVersion: add, BeginErasure: erase },
  growing: ({ versions }) => ({ versions }),
});
