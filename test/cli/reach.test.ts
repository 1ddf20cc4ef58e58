import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../cli/program.ts';
import { repertoire } from '../../cli/repertoire.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import { NO_HANDS } from '../support/cli.ts';

const { groups, topLevel, ...rest } = repertoire('1.2.3', NO_HANDS);
const loaded = await Promise.all(groups.map(async (group) => ({ ...group, specs: await group.load() })));
const commands = [
  ...loaded.flatMap(({ name, specs }) => specs.map((spec) => ({ path: `plumb ${name} ${spec.name}`, spec }))),
  ...topLevel.map((spec) => ({ path: `plumb ${spec.name}`, spec })),
];

/** What nodes say to the server, with keys and tokens of their own. */
const OF_NODES = ['enrolNode', 'issueNodeToken', 'checkIn', 'storeReceipts'];
const people = ROUTES.filter(({ operationId }) => !OF_NODES.includes(operationId));

const commandsFor = (operationId: string): readonly string[] =>
  commands.filter(({ spec }) => (spec.operations as readonly string[]).includes(operationId)).map(({ path }) => path);

describe('every operation of people has one command', () => {
  it('looks at the whole route table', () => {
    expect(ROUTES.length).toBeGreaterThanOrEqual(60);
    expect(ROUTES.filter(({ access }) => access === 'node' || access === 'enrolment').length).toBe(OF_NODES.length - 1);
  });
  it.each(people.map(({ operationId }) => operationId))('%s', (operationId) => {
    expect(commandsFor(operationId)).toHaveLength(1);
  });
  it('notices an operation without one', () => {
    expect(commandsFor('flyToTheMoon')).toStrictEqual([]);
  });
  it.each(OF_NODES)('%s is not for people', (operationId) => {
    expect(commandsFor(operationId)).toStrictEqual([]);
  });
});

/** The words of an example, as a shell would split them. */
const wordsOf = (example: string): string[] =>
  [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

describe('every command teaches', () => {
  it('looks at all of them', () => expect(commands.length).toBeGreaterThanOrEqual(70));

  it.each(commands)('$path has a summary and an example that it understands', async ({ path, spec }) => {
    expect(spec.summary).toMatch(/^[A-Z].{8,}[^.]$/);
    const [, group] = path.split(' ');
    const prefix = path === `plumb ${spec.name}` ? [] : [group ?? ''];
    const words = wordsOf(spec.example);
    expect(words[0]).toBe(spec.name);
    const ran: string[] = [];
    const noted = { ...spec, run: async () => void ran.push(spec.name) } as typeof spec;
    const only = { name: group ?? '', summary: '', load: async () => [noted] };
    const program = makeProgram(
      { ...rest, groups: prefix.length > 0 ? [only] : [], topLevel: prefix.length > 0 ? [] : [noted] },
      surroundings,
      () => undefined,
    );
    await program.parseAsync([...prefix, ...words], { from: 'user' });
    expect(ran).toStrictEqual([spec.name]);
  });
});

const silent = { write: () => undefined, isTty: false };
const surroundings = {
  env: {},
  stdout: silent,
  stderr: silent,
  now: () => 0,
  sleep: async () => undefined,
  randomHex: () => '',
  fetch,
  readStdin: async () => new Uint8Array(),
};
