import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlRoutes } from '../../../../functions/control/routes.ts';
import type { Change } from './change.ts';
import { OF_CLUSTERS } from './of-clusters.ts';
import { OF_CONTENT } from './of-content.ts';
import { OF_DEPLOYMENTS } from './of-deployments.ts';
import { OF_SNAPSHOTS } from './of-snapshots.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CHANGES: readonly Change[] = [...OF_CONTENT, ...OF_SNAPSHOTS, ...OF_DEPLOYMENTS, ...OF_CLUSTERS];
/** They store nothing that a second answer could double. */
const ASKING = ['openUpload', 'previewPlan', 'validateDocument'];
/** On enrolled nodes, the root and the log: in the tests of their own use cases. */
const ELSEWHERE = ['forceSync', 'unquarantineNode', 'replaceNode', 'confirmReplacement', 'loadRoot', 'eraseEvent'];

it('has every POST of the route table', () => {
  const posts = controlRoutes({ developmentTokens: false }).filter(({ method }) => method === 'POST');
  const known = new Set([...CHANGES.map(({ operationId }) => operationId), ...ASKING, ...ELSEWHERE]);
  expect(posts.map(({ operationId }) => operationId).filter((each) => !known.has(each))).toStrictEqual([]);
  expect(posts.length).toBeGreaterThanOrEqual(28);
});

describe.each(CHANGES)('$operationId', ({ operationId, as, given, path, body, revised }) => {
  it('with an old If-Match changes nothing; with a key, twice is once and has one answer', async () => {
    const url = `/api/v1${path((await given?.(stage)) ?? '')}`;
    const ask = async (headers: Record<string, string>) => {
      const answer = await stage.api.as(as, `${as}-of-the-test`)('POST', url, { body, headers });
      return { status: answer.status, body: answer.body as Record<string, unknown> };
    };
    const revisions = async () =>
      (await stage.world.streams.changes('', 10_000)).changes.map(({ stream, revision }) => `${stream}#${revision}`);
    const before = await revisions();
    const old = await ask({ 'if-match': '"999999"', 'idempotency-key': `old-${operationId}` });
    if (revised) {
      expect([old.status, old.body['code']]).toStrictEqual([412, 'precondition_failed']);
      expect(await revisions()).toStrictEqual(before);
    }
    const key = { 'idempotency-key': `once-${operationId}` };
    const first = revised ? await ask(key) : old;
    expect(first.status).toBeLessThan(300);
    const stored = await revisions();
    await stage.clock.advance(1);
    const second = await ask(revised ? key : { 'if-match': '"999999"', 'idempotency-key': `old-${operationId}` });
    expect(second).toStrictEqual(first);
    const touched = new Set(stored);
    expect((await revisions()).filter((each) => !touched.has(each))).toStrictEqual([]);
  });
});
