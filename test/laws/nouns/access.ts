import fc from 'fast-check';
import { decideSetAccess } from '../../../core/access/decide-set-access.ts';
import { ACCESS, type AccessEvent, type AccessState } from '../../../core/access/evolve.ts';
import { anyNoun } from '../walk.ts';
import { person } from './words.ts';

const entry = fc.record({ subject: person, rights: fc.subarray(['read', 'write', 'operate'] as const) });

export const access = anyNoun<AccessState, AccessEvent>({
  kind: ACCESS,
  commands: {
    SetAccess: fc
      .option(fc.array(entry, { maxLength: 2 }))
      .map((entries) => (_, at) => (state) => decideSetAccess({ at, entries }, state)),
  },
});
