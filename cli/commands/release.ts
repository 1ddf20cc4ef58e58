import type { CommandSpec } from '../command-spec.ts';
import { whichOf } from './cluster.ts';

export const RELEASE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'get',
    operations: [],
    summary: 'Write the signed release, the directive and every content, to verify or carry them elsewhere',
    arguments: [['<cluster>', 'e.g. payment-service.production']],
    options: [
      ['--out <dir>', 'gets release.dsse.json, directive.dsse.json and blobs/<sha256>'],
      ['--which <which>', 'stable or candidate'],
    ],
    example: 'get payment-service.production --out release',
    run: async (context, input) => {
      const { writeRelease } = await import('../write-release.ts');
      return writeRelease(context, input.argument('cluster'), input.need('out'), whichOf(input));
    },
  },
];
