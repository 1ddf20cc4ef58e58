import { describe, expect, it } from 'vitest';
import { RECEIPT_TYP, readJws } from '../../core/integrity/jws.ts';
import { AgentState } from '../../schemas/agent-state.ts';
import { json, problem } from '../support/fake-control-plane.ts';
import { asksFor, count, publishNext, running } from './running-agent.ts';

describe('the queue of receipts', () => {
  it.each([400, 413, 422])('is not kept from proving by one receipt that is refused with %i', async (status) => {
    const rig = await running();
    const sent: number[] = [];
    rig.plane.intercept = (request) => (asksFor('/receipts')(request) ? problem(503, 'later') : undefined);
    for (const content of ['two', 'three', 'four']) {
      publishNext(rig, content);
      await rig.rounds(1);
    }
    rig.plane.intercept = (request) => {
      if (!asksFor('/receipts')(request)) return undefined;
      const { receipts } = JSON.parse(request.body ?? '');
      sent.push(receipts.length);
      const bad = (text: string) => readJws(text, RECEIPT_TYP)?.claims['counter'] === 3;
      return receipts.some(bad) ? problem(status, 'no') : undefined;
    };
    await rig.rounds(1);
    expect(sent).toStrictEqual([3, 1, 1, 1]);
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1, 2, 4]);
    expect(rig.log.filter(({ event }) => event === 'receipt_refused')).toMatchObject([{ counter: 3, code: 'no' }]);
    await rig.rounds(1);
    expect(sent).toHaveLength(4);
  });

  it.each([401, 403, 404, 409, 429, 500, 503])('keeps its receipts when it is answered %i', async (status) => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/receipts')(request) ? problem(status, 'later') : undefined);
    publishNext(rig);
    await rig.rounds(2);
    rig.plane.intercept = () => undefined;
    await rig.rounds(1);
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1, 2]);
  });

  it('lets go of a receipt that was refused, even one that could not be read', async () => {
    const rig = await running();
    rig.plane.intercept = (request) =>
      asksFor('/receipts')(request)
        ? json(200, { results: [{ counter: 0, result: 'refused', code: 'receipt_invalid', reason: 'form' }] })
        : undefined;
    publishNext(rig);
    await rig.rounds(1);
    rig.plane.requests.length = 0;
    await rig.rounds(1);
    expect(count(rig, '/receipts')).toBe(0);
  });

  it('sends no more in one request than it takes, and keeps the newest 64', async () => {
    const rig = await running();
    const sizes: number[] = [];
    rig.plane.intercept = (request) => (asksFor('/receipts')(request) ? problem(503, 'later') : undefined);
    for (let round = 1; round <= 70; round++) {
      publishNext(rig, `round ${round}`);
      await rig.rounds(1);
    }
    const state = AgentState.parse(JSON.parse(new TextDecoder().decode(await rig.files.read('state.json'))));
    expect(state.receipts.queue.map(({ counter }) => counter)).toStrictEqual(
      Array.from({ length: 64 }, (_, index) => index + 8),
    );
    // As long as receipts may be: four of them fill a request.
    const queue = state.receipts.queue.map((receipt) => ({ ...receipt, jws: receipt.jws.padEnd(56 * 1024, 'A') }));
    const swollen = { ...state, receipts: { ...state.receipts, queue } };
    await rig.files.write('state.json', new TextEncoder().encode(JSON.stringify(swollen)));
    await rig.reboot();
    rig.plane.intercept = (request) => {
      if (!asksFor('/receipts')(request)) return undefined;
      sizes.push(Buffer.byteLength(request.body ?? ''));
      const { receipts } = JSON.parse(request.body ?? '');
      return json(200, { results: receipts.map(() => ({ counter: 0, result: 'stored' })) });
    };
    await rig.rounds(1);
    expect(sizes).toHaveLength(16);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  });
});
