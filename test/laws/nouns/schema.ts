import { decideRegisterSchema } from '../../../core/schema/decide-register.ts';
import { SCHEMA, type SchemaEvent, type SchemaState } from '../../../core/schema/evolve.ts';
import { anyNoun } from '../walk.ts';
import { digest } from './words.ts';

const profile = { id: 'rates@1.0.0', name: 'rates', version: '1.0.0', draft: '2020-12', sizeBytes: 2 } as const;

export const schema = anyNoun<SchemaState, SchemaEvent>({
  kind: SCHEMA,
  commands: {
    RegisterSchema: digest.map(
      (wanted) => (_, at) => (state) =>
        decideRegisterSchema({ at, by: 'ada', profile: { ...profile, description: null, digest: wanted } }, state),
    ),
  },
});
