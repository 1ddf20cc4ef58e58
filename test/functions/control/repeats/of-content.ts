import type { Change } from './change.ts';
import { CONFIG_NAME, why } from './stage.ts';

const ofVersion = (command: string) => (each: string) => `/configs/${CONFIG_NAME}/versions/${each}/${command}`;

/** Changes of configs, of their versions and of schemas. */
export const OF_CONTENT: readonly Change[] = [
  { operationId: 'createConfig', as: 'Developer', path: () => '/configs', body: { name: 'routes.development' } },
  {
    operationId: 'publishVersion',
    as: 'Developer',
    path: () => `/configs/${CONFIG_NAME}/versions`,
    body: { version: '7.0.0', content: { rate: 7 } },
    revised: true,
  },
  {
    operationId: 'registerSchema',
    as: 'Developer',
    path: () => '/schemas',
    body: { name: 'rates', version: '1.0.0', schema: { type: 'object' } },
  },
  {
    operationId: 'reviewVersion',
    as: 'Operator',
    given: ({ published }) => published(),
    path: ofVersion('review'),
    body: { verdict: 'passed', note: 'read it' },
    revised: true,
  },
  {
    operationId: 'revokeVersion',
    as: 'Operator',
    given: ({ published }) => published(),
    path: ofVersion('revoke'),
    body: why,
    revised: true,
  },
  {
    operationId: 'eraseContent',
    as: 'Admin',
    given: async ({ published, post }) => {
      const each = await published();
      await post('Operator', ofVersion('revoke')(each), why);
      return each;
    },
    path: ofVersion('erase'),
    body: why,
    revised: true,
  },
];
