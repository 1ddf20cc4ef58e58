import { describe, expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { json, problem } from '../support/fake-control-plane.ts';
import { text } from '../support/fleet-documents.ts';
import { asksFor, publishNext, running } from './running-agent.ts';

describe('an answer', () => {
  it.each([
    { what: 'that is not JSON', answer: { status: 200, bytes: text('<html>') } },
    { what: 'of another shape', answer: { status: 200, bytes: text('{"rootVersion":"1"}') } },
    { what: 'above 256 KiB', answer: { status: 200, bytes: new Uint8Array(256 * 1024 + 1) } },
    { what: 'that is an error', answer: problem(500, 'fault') },
  ])('$what changes nothing but the pause', async ({ answer }) => {
    const rig = await running();
    publishNext(rig);
    rig.plane.intercept = (request) => (asksFor('/check-in')(request) ? answer : undefined);
    expect(await rig.agent.round()).toBe(750);
    expect(rig.agent.settled()).toBe(false);
    expect(await rig.current()).toBe('one');
  });

  it("sets the pace within a tenth, and echoes the server's liveness", async () => {
    const rig = await running();
    rig.plane.nextCheckInSeconds = 300;
    expect(await rig.agent.round()).toBe(300_000);
    expect(rig.plane.checkIns.at(-1)?.liveness).toBe('alive');
  });
});

it('an answer with fields of the future is read all the same', async () => {
  const rig = await agentRig();
  rig.plane.intercept = ({ url }) =>
    url.endsWith('/check-in')
      ? json(200, {
          rootVersion: 1,
          urls: [],
          liveness: '',
          nextCheckInSeconds: 1,
          orders: [],
          ignored: [],
          tomorrow: {},
        })
      : undefined;
  await rig.rounds(1);
  expect(rig.agent.settled()).toBe(true);
});
