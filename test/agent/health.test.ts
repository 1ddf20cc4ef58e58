import { describe, expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { json } from '../support/fake-control-plane.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';

const PROBE = 'http://127.0.0.1:9000/health';
const METRICS = 'http://127.0.0.1:9000/metrics';

/** An agent beside a service that counts. */
async function beside(options: { readonly probe?: string; readonly metrics?: string }) {
  const service = { up: true, well: true, requests: 100, errors: 7, latency: [[2, 100]] as [number, number][] };
  const rig = await agentRig(options);
  rig.plane.intercept = ({ url }) => {
    if (url.startsWith('http://127.0.0.1:9000/') && !service.up) throw new Error('connection refused');
    if (url === PROBE) return json(service.well ? 204 : 503, {});
    if (url === METRICS) return json(200, service);
    return undefined;
  };
  await rig.reboot(); // the service is there before the agent
  const serve = (requests: number, errors: number) => {
    service.requests += requests;
    service.errors += errors;
    service.latency = [[2, service.requests]];
  };
  return { rig, service, serve, sample: () => rig.plane.checkIns.at(-1)?.sample };
}

describe('the counts of the service beside it', () => {
  it('begin with the agent, go on over check-ins, and begin anew with each activation', async () => {
    const { rig, serve, sample } = await beside({ metrics: METRICS });
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    serve(10, 1);
    await rig.rounds(1);
    serve(5, 0);
    await rig.rounds(1);
    expect(sample()).toMatchObject({
      generation: 1,
      counts: { requests: 15, errors: 1, latency: [[2, 15]] },
      sinceBoot: { requests: 15, errors: 1 },
    });
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'two' })) });
    await rig.rounds(1);
    serve(4, 2);
    await rig.rounds(1);
    expect(sample()).toMatchObject({
      generation: 2,
      counts: { requests: 4, errors: 2 },
      sinceBoot: { requests: 19, errors: 3 },
    });
  });

  it('take a service that was started again as it is', async () => {
    const { rig, service, serve, sample } = await beside({ metrics: METRICS });
    serve(10, 0);
    await rig.rounds(1);
    Object.assign(service, { requests: 3, errors: 1, latency: [[2, 3]] });
    await rig.rounds(1);
    expect(sample()?.counts).toMatchObject({ requests: 13, errors: 1, latency: [[2, 13]] });
  });

  it('are absent, not invented, while it does not answer or answers nonsense', async () => {
    const { rig, service, sample } = await beside({ metrics: METRICS });
    service.up = false;
    await rig.rounds(1);
    Object.assign(service, { up: true, requests: -5 });
    await rig.rounds(1);
    expect(sample()?.counts).toMatchObject({ requests: 0, errors: 0, latency: [] });
  });

  it('are ordered by boot and sequence', async () => {
    const { rig, sample } = await beside({ metrics: METRICS });
    await rig.rounds(2);
    const before = sample();
    await rig.reboot();
    await rig.rounds(1);
    expect(before?.sequence).toBe(2);
    expect(sample()?.sequence).toBe(1);
    expect(sample()?.bootId).not.toBe(before?.bootId);
  });
});

describe('the probe', () => {
  it('is counted, told, and its result after the switch is in the receipt', async () => {
    const { rig, service, sample } = await beside({ probe: PROBE });
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    expect(rig.plane.receipts[0]?.probe).toBe('ok');
    await rig.rounds(1);
    service.well = false;
    await rig.rounds(2);
    expect(sample()?.counts).toMatchObject({ probesOk: 1, probesFailed: 2 });
    expect(rig.plane.checkIns.at(-1)?.probe).toBe('failed');
  });

  it('that fails after a switch is tried again for a moment, then stated as it is', async () => {
    const { rig, service } = await beside({ probe: PROBE });
    service.well = false;
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    const round = rig.agent.round();
    while (rig.plane.receipts.length === 0) await rig.clock.advance(100);
    await round;
    expect(rig.plane.receipts[0]?.probe).toBe('failed');
    expect(rig.plane.requests.filter((request) => request === 'GET /health')).toHaveLength(6);
    expect(await rig.current()).toBe('one');
    // Once the service is well the release is proven again, once.
    await rig.rounds(2);
    expect(rig.plane.receipts).toHaveLength(1);
    service.well = true;
    await rig.rounds(3);
    expect(rig.plane.receipts.map(({ counter, probe }) => [counter, probe])).toStrictEqual([
      [1, 'failed'],
      [2, 'ok'],
    ]);
  });

  it('is null when there is none', async () => {
    const { rig } = await beside({});
    await rig.rounds(1);
    expect(rig.plane.checkIns[0]?.probe).toBeNull();
  });
});

it.each([
  { flag: 'probe', url: 'http://service.example/health' },
  { flag: 'metrics', url: 'http://169.254.169.254/' },
  { flag: 'url', url: 'http://plumb.example' },
])('does not begin with --$flag $url', async ({ flag, url }) => {
  await expect(agentRig({ [flag]: url })).rejects.toThrow(RangeError);
});
