import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../agent/ports.ts';
import { CheckInRequest } from '../../schemas/node-messages.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { json } from '../support/fake-control-plane.ts';
import { costOf, tooCostly } from './cost.ts';
import { bendings } from './requests/bend.ts';
import { BAD_TEXTS } from './requests/json-texts.ts';

const METRICS = 'http://127.0.0.1:9000/metrics';
const HONEST = { requests: 10, errors: 1, latency: [[20, 10]], custom: { declined: 1 } };
const most = Number.MAX_SAFE_INTEGER;

/** Every one is an answer that a service may give; together they pass every bound. */
const GREEDY: readonly object[] = [
  { ...HONEST, requests: most, errors: most, latency: [[63, most]] },
  { ...HONEST, requests: 0, errors: 0, latency: [] },
  { ...HONEST, requests: most, errors: most, latency: [[63, most]], custom: { declined: most } },
  { ...HONEST, requests: 1, errors: 0, custom: { declined: -most } },
  { ...HONEST, requests: most, latency: Array.from({ length: 64 }, () => [0, most]) },
  ...Array.from({ length: 20 }, (_, index) => ({ ...HONEST, requests: index, custom: { [`counter${index}`]: 1 } })),
  { ...HONEST, custom: JSON.parse('{"constructor":1,"toString":2,"valueOf":3,"hasOwnProperty":4}') },
  { ...HONEST, custom: JSON.parse('{"constructor":5,"toString":5,"valueOf":5,"hasOwnProperty":5}') },
  { ...HONEST, errors: most, requests: 0 },
];

interface Answer {
  readonly what: string;
  readonly answer: () => HttpAnswer;
}
const ANSWERS: readonly Answer[] = [
  ...[...bendings(HONEST, 'every value')].map(({ what, keys, value }) => ({
    what: `/${keys.join('/')}: ${what}`,
    answer: () => json(200, value),
  })),
  ...BAD_TEXTS.filter(({ text }) => Buffer.byteLength(text()) <= 64 * 1024).map(({ name, text }) => ({
    what: name,
    answer: () => ({ status: 200, bytes: Buffer.from(text()) }),
  })),
  ...[204, 301, 404, 500, 999].map((status) => ({ what: `status ${status}`, answer: () => json(status, HONEST) })),
  ...GREEDY.map((body, index) => ({ what: `greedy ${index}`, answer: () => json(200, body) })),
];

/** Check-ins of the agent as they went out, which the control plane must be able to take. */
const refused = ({ plane }: Rig): string[] =>
  plane.checkIns.flatMap(({ node: _, ...said }) => {
    const { error } = CheckInRequest.safeParse(JSON.parse(JSON.stringify(said)));
    return error ? [error.message] : [];
  });

describe('whatever a service says of itself, its node is heard', () => {
  it('with each answer in turn', async () => {
    const rig = await agentRig({ metrics: METRICS });
    const complaints: string[] = [];
    for (const { what, answer } of ANSWERS) {
      rig.plane.intercept = ({ url }) => (url === METRICS ? answer() : undefined);
      const before = rig.plane.checkIns.length;
      const { value, ms } = await costOf(() => rig.agent.round().then(() => 'well', String));
      await rig.clock.advance(1_000);
      if (value !== 'well') complaints.push(`${what}: ${value}`);
      if (tooCostly(ms, 0)) complaints.push(`${what}: took ${ms} ms`);
      if (rig.plane.checkIns.length === before) complaints.push(`${what}: the agent fell silent`);
    }
    expect(complaints.slice(0, 20)).toStrictEqual([]);
    expect(refused(rig)).toStrictEqual([]);
    expect(ANSWERS.length).toBeGreaterThanOrEqual(250);
  }, 60_000);

  it('and what it says afterwards counts again', async () => {
    const rig = await agentRig({ metrics: METRICS });
    for (const body of [...GREEDY, { ...HONEST, requests: 100 }, { ...HONEST, requests: 105 }]) {
      rig.plane.intercept = ({ url }) => (url === METRICS ? json(200, body) : undefined);
      await rig.rounds(1);
    }
    expect(refused(rig)).toStrictEqual([]);
    const [earlier, last] = rig.plane.checkIns.slice(-2).map(({ sample }) => sample?.counts);
    expect([earlier?.requests, last?.requests]).toStrictEqual([most, most]); // the largest there is, and no more
  });
});
