import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../agent/ports.ts';
import { AgentState } from '../../schemas/agent-state.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { json } from '../support/fake-control-plane.ts';
import { CLUSTER, issueRoot, named, text } from '../support/fleet-documents.ts';
import { costOf, tooCostly } from './cost.ts';
import { bendings } from './requests/bend.ts';
import { DECLARED, DOCUMENT, declares, type Schema } from './requests/declared.ts';
import { BAD_TEXTS } from './requests/json-texts.ts';

/* The agent reads too: what a control plane answers, or somebody in its place. None of it may stop it, or stay. */

const declared = (operationId: string): Schema => {
  const found = DECLARED.find(({ route }) => route.operationId === operationId);
  const { status = 200 } = found?.route ?? {};
  return found?.responses[status]?.content?.['application/json']?.schema ?? {};
};

/** An agent with one release, that another one waits for. */
async function beforeTheNext(): Promise<Rig> {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(2);
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'two' })) });
  return rig;
}
async function withAReceipt(): Promise<Rig> {
  const rig = await agentRig();
  rig.plane.intercept = ({ url }) => (url.endsWith('/receipts') ? json(503, {}) : undefined);
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'two' })) });
  await rig.rounds(1);
  return rig;
}
async function beforeTheNextRoot(): Promise<Rig> {
  const rig = await beforeTheNext();
  rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2 }));
  return rig;
}

const DOORS = [
  { name: 'a root', asks: '/trust/root/2', rig: beforeTheNextRoot, shape: declared('getRootVersion') },
  { name: 'an enrolment', asks: '/api/v1/nodes', rig: () => agentRig(), shape: declared('enrolNode') },
  { name: 'a token', asks: '/token', rig: beforeTheNext, shape: declared('issueNodeToken') },
  { name: 'a check-in', asks: '/check-in', rig: beforeTheNext, shape: declared('checkIn') },
  { name: 'receipts', asks: '/receipts', rig: withAReceipt, shape: declared('storeReceipts') },
  { name: 'a release', asks: '/blobs/', rig: beforeTheNext, shape: DOCUMENT.components.schemas['DsseEnvelope'] ?? {} },
] as const;
type Door = (typeof DOORS)[number];

/** What nothing unsigned may touch. */
async function kept(rig: Rig): Promise<string> {
  const bytes = await rig.files.read('state.json');
  const state = bytes && AgentState.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { node, root, floor, running, labels, receipts } = state ?? {};
  return JSON.stringify({ node, root, floor, running, labels, receipts, content: await rig.current() });
}

/** The first honest answer at a door. */
async function honestAnswer({ asks, rig: make }: Door): Promise<unknown> {
  const rig = await make();
  const { plane } = rig;
  const { http } = plane;
  let seen: HttpAnswer | undefined;
  plane.intercept = () => undefined;
  Object.assign(plane, {
    http: async (request: Parameters<typeof http>[0]) => {
      const answer = await http(request);
      if (request.url.includes(asks)) seen ??= answer;
      return answer;
    },
  });
  await rig.reboot();
  await rig.rounds(2);
  return JSON.parse(new TextDecoder().decode(seen?.bytes));
}

/** Gives each answer once to one agent; tells what was not as it must be. */
async function fed({ name, asks, rig: make }: Door, answers: readonly Answer[]): Promise<string[]> {
  const rig = await make();
  const before = await kept(rig);
  const complaints: string[] = [];
  for (const { what, answer } of answers) {
    if (asks === '/token') await rig.reboot(); // it would keep the one it has
    let given = false;
    rig.plane.intercept = ({ url }) => {
      if (!url.includes(asks)) return url.includes('/blobs/') ? json(503, {}) : undefined;
      given = true;
      return answer();
    };
    const { value, ms } = await costOf(() => rig.agent.round().then(() => 'well', String));
    await rig.clock.advance(60_000);
    const wrong = [
      ...(value === 'well' ? [] : [`the round ended with ${value}`]),
      ...(tooCostly(ms, answer().bytes.length) ? [`took ${ms} ms`] : []),
      ...((await kept(rig)) === before ? [] : [`it holds ${(await kept(rig)).slice(0, 200)}`]),
      ...(given ? [] : ['it was never asked for']),
    ];
    complaints.push(...wrong.map((complaint) => `${name}, ${what}: ${complaint}`));
  }
  rig.plane.intercept = () => undefined;
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'three' })) });
  await rig.rounds(30);
  if ((await rig.current()) !== 'three') complaints.push(`${name}: the agent did not go on afterwards`);
  return complaints;
}

interface Answer {
  readonly what: string;
  readonly answer: () => HttpAnswer;
}
const LARGEST = 64 * 1024;
const STATUSES = [201, 204, 301, 302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 999];
const PROBLEMS = [
  '',
  'null',
  '[]',
  '"x"',
  '{"code":{"a":1}}',
  '{"code":"clock_skew","serverTime":{}}',
  `{"code":"${'x'.repeat(60_000)}"}`,
];
const TIMES = [
  '',
  'now',
  '+275760-09-13T00:00:00.001Z',
  '-271821-04-19T23:59:59.999Z',
  '0',
  '1e400',
  '9999-12-31T23:59:59.999Z',
];

function hostile(honest: unknown, { name, shape }: Door): Answer[] {
  const fits = declares(shape);
  // A receipt alone in its request and refused like this is let go of, whoever says so (protocol §5.5).
  const statuses = STATUSES.filter((status) => name !== 'receipts' || ![400, 413, 422].includes(status));
  return [
    // What it does not know, an agent ignores.
    ...[...bendings(honest, 'every type')]
      .filter(
        ({ what, value }) => what !== 'one member too many' && !fits(value) && JSON.stringify(value).length <= LARGEST,
      )
      .map(({ what, keys, value }) => ({ what: `/${keys.join('/')}: ${what}`, answer: () => json(200, value) })),
    ...BAD_TEXTS.filter(({ text: bytes }) => Buffer.byteLength(bytes()) <= LARGEST).map(({ name, text: bytes }) => ({
      what: name,
      answer: () => ({ status: 200, bytes: Buffer.from(bytes()) }),
    })),
    ...statuses.flatMap((status) =>
      PROBLEMS.map((body) => ({
        what: `${status} ${body.slice(0, 40)}`,
        answer: () => ({ status, bytes: text(body) }),
      })),
    ),
    ...TIMES.map((serverTime) => ({
      what: `clock_skew ${serverTime}`,
      answer: () => json(401, { code: 'clock_skew', serverTime }),
    })),
  ];
}

let sent = 0;

describe('hostile answers to an agent change nothing, and it goes on', () => {
  it.each(DOORS)(
    '$name',
    async (door) => {
      const answers = hostile(await honestAnswer(door), door);
      sent += answers.length;
      expect((await fed(door, answers)).slice(0, 20)).toStrictEqual([]);
    },
    120_000,
  );
  it('were thousands', () => expect(sent).toBeGreaterThanOrEqual(1_000));
});
