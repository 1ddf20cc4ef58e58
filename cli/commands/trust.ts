import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { CommandSpec, Context } from '../command-spec.ts';
import { EXIT, Failure, usage } from '../failure.ts';
import { type Input, readJsonInput } from '../input.ts';
import { operation } from '../operation-command.ts';
import type { OpenTrust, TrustDoor } from '../trust/trust-door.ts';

/** @param openTrust for `--data`: a data folder that nobody serves */
export const trustCommands = (openTrust: OpenTrust): readonly CommandSpec[] => {
  const through = async (
    context: Context,
    input: Input,
    act: (door: TrustDoor) => Promise<number>,
  ): Promise<number> => {
    const data = input.text('data');
    const { trustOverHttp } = await import('../trust/trust-door.ts');
    const door = data === undefined ? trustOverHttp(await context.client()) : await openedHere(openTrust, data);
    try {
      return await act(door);
    } finally {
      await door.close();
    }
  };
  return [
    {
      name: 'init',
      operations: [],
      summary: 'Make a root key and the first trust root, sign it here, and load it',
      options: [
        ['--data <dir>', 'data folder of an embedded server that is not running, instead of a server'],
        ['--out <dir>', 'gets root-key.pem and root.json (default: the data folder, or here)'],
      ],
      example: 'init --out ~/plumb-root',
      run: async (context, input) => {
        const { makeFirstRoot } = await import('../trust/make-root.ts');
        const folder = input.text('out') ?? input.text('data') ?? '.';
        return through(context, input, (door) => makeFirstRoot(context, door, folder));
      },
    },
    {
      name: 'rotate',
      operations: [],
      summary: 'Make, sign and load the next trust root: it names the keys the server shows now',
      options: [
        ['--root-key <file>', 'private root key (repeat until the threshold is reached)', 'repeated'],
        ['--new-root-key <file>', 'replaces the root key; made when the file is not there'],
        ['--epoch <n>', 'a higher one puts every older release and directive out of force'],
        ['--data <dir>', 'data folder of an embedded server that is not running, instead of a server'],
        ['--out <dir>', 'gets root.json'],
      ],
      example: 'rotate --root-key ~/plumb-root/root-key.pem',
      run: async (context, input) => {
        const { makeNextRoot } = await import('../trust/make-root.ts');
        const rootKeys = input.list('root-key');
        if (!rootKeys) throw usage('say --root-key');
        const flags = { newRootKey: input.text('new-root-key'), epoch: input.count('epoch'), out: input.text('out') };
        return through(context, input, (door) => makeNextRoot(context, door, { rootKeys, ...flags }));
      },
    },
    operation({
      name: 'load',
      operation: 'loadRoot',
      summary: 'Load a trust root that was signed elsewhere',
      options: [['--file <path>', 'its envelope, JSON; - for stdin']],
      example: 'load --file root.json',
      changes: true,
      request: async (input, { readStdin }) => ({
        body: (await readJsonInput(input.text('file') ?? '-', readStdin)) as DsseEnvelope,
      }),
      view: async () => (await import('../views/trust.ts')).rootLine,
    }),
    {
      name: 'get',
      operations: ['getRoot', 'getRootVersion'],
      summary: 'Keep the trust root: root.json and one .pem for each release key',
      options: [
        ['--out <dir>', 'where'],
        ['--root-version <n>', 'an older one'],
      ],
      example: 'get --out trust',
      run: async (context, input) => {
        const { keepRoot } = await import('../trust/keep-root.ts');
        return keepRoot(context, input.need('out'), input.count('root-version'));
      },
    },
    operation({
      name: 'keys',
      operation: 'publicKeys',
      summary: 'The public keys of the server; only the trust root says which of them count',
      example: 'keys',
      view: async () => (await import('../views/trust.ts')).keyTable,
    }),
  ];
};

/** A folder in use, or a root that the rules refuse, is refused as a server would refuse it. */
async function openedHere(openTrust: OpenTrust, dataDir: string): Promise<TrustDoor> {
  const refused = (error: Error): never => {
    throw new Failure(EXIT.refused, error.message);
  };
  const door = await Promise.resolve(dataDir).then(openTrust).catch(refused);
  return { ...door, load: (envelope) => door.load(envelope).catch(refused) };
}
