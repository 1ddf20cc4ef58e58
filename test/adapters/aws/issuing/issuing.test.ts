import { describe, expect, it } from 'vitest';
import { type Invoked, invokedIssuing } from '../../../../adapters/aws/issuing/issuing.ts';
import { leanInvoke } from '../../../../adapters/aws/issuing/lean-invoke.ts';
import { PATIENCE } from '../../../../adapters/aws/patience.ts';
import { done, reject } from '../../../../core/decision.ts';
import { type Answer, answering, breakingOff, scriptedService } from '../../../support/scripted-service.ts';

const patient = { ...PATIENCE, attempts: 3, pause: async () => {} };
const CLUSTER = { of: 'cluster', cluster: 'payments.production' } as const;
const TRACE = { traceId: 'a'.repeat(32) };
const ROLLOUT = 'arn:aws:lambda:eu-central-1:111122223333:function:plumbline-rollout';
const DONE = '{"ok":true,"value":null}';

describe('signing asked of the rollout function', () => {
  const asking = (...answers: (Invoked | Error)[]) => {
    const asked: unknown[] = [];
    const issuing = invokedIssuing(async (payload) => {
      asked.push(JSON.parse(payload));
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (!answer || answer instanceof Error) throw answer ?? new Error('no answer');
      return answer;
    }, patient);
    return { issuing, asked };
  };
  const fine = (payload: string): Invoked => ({ failed: false, payload });
  const failed: Invoked = { failed: true, payload: '{"errorMessage":"timed out"}' };

  it('names the draft and the trace, and shows nothing to sign', async () => {
    const { issuing, asked } = asking(fine(DONE));
    expect(await issuing.sign(CLUSTER, TRACE)).toStrictEqual(done(null));
    expect(await issuing.sign({ of: 'directives' })).toStrictEqual(done(null));
    expect(asked).toStrictEqual([
      { step: 'sign', draft: CLUSTER, ...TRACE },
      { step: 'sign', draft: { of: 'directives' } },
    ]);
  });

  it('answers the refusal that rollout gave', async () => {
    const refusal = reject('cluster_signing_stopped', { since: '2026-11-22T09:00:00.000Z' });
    expect(await asking(fine(JSON.stringify(refusal))).issuing.sign(CLUSTER)).toStrictEqual(refusal);
  });

  it('asks again when rollout failed, because it may have signed and not said so', async () => {
    const { issuing, asked } = asking(failed, failed, fine(DONE));
    expect(await issuing.sign(CLUSTER, TRACE)).toStrictEqual(done(null));
    expect(asked).toStrictEqual(Array(3).fill({ step: 'sign', draft: CLUSTER, ...TRACE }));
  });

  it('fails after the last attempt, with what rollout said', async () => {
    const { issuing, asked } = asking(failed);
    await expect(issuing.sign(CLUSTER)).rejects.toThrow('timed out');
    expect(asked.length).toBe(3);
  });

  it.each([
    'null',
    '{}',
    '{"ok":true}',
    '{"ok":false,"code":"nonsense"}',
    '{"ok":false,"code":"toString"}',
    '"x"',
    '{',
  ])('believes no answer that is none of ours: %s', async (payload) => {
    await expect(asking(fine(payload)).issuing.sign(CLUSTER)).rejects.toThrow();
  });
});

describe('the call of a function', () => {
  const called = async (...answers: readonly Answer[]) => {
    const { asked, environment } = await scriptedService(...answers);
    const invoke = leanInvoke(ROLLOUT, { environment, now: () => Date.UTC(2026, 10, 22) }, patient);
    return { asked, invoke };
  };

  it('is signed, waits, and gives the payload back', async () => {
    const { asked, invoke } = await called(answering(200, DONE));
    expect(await invoke('{"step":"sign"}')).toStrictEqual({ failed: false, payload: DONE });
    const [{ method, url, headers, body } = expect.fail('nothing was asked')] = asked;
    expect([method, url, body.toString()]).toStrictEqual([
      'POST',
      '/2015-03-31/functions/plumbline-rollout/invocations',
      '{"step":"sign"}',
    ]);
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=test\/20261122\/eu-central-1\/lambda\/aws4_request/,
    );
    expect(headers['x-amz-invocation-type']).toBeUndefined(); // RequestResponse is the default
  });

  it('tells that the function failed', async () => {
    const { invoke } = await called(answering(200, '{"errorMessage":"x"}', { 'x-amz-function-error': 'Unhandled' }));
    expect(await invoke('{}')).toStrictEqual({ failed: true, payload: '{"errorMessage":"x"}' });
  });

  it.each([
    { name: 'Lambda has no room', answer: answering(429, '{"Type":"User"}') },
    { name: 'Lambda fails', answer: answering(502, 'x') },
    { name: 'the connection breaks', answer: breakingOff },
  ])('is made again when $name', async ({ answer }) => {
    const { asked, invoke } = await called(answer, answer, answering(200, DONE));
    expect((await invoke('{}')).payload).toBe(DONE);
    expect(asked.length).toBe(3);
    const { asked: again, invoke: never } = await called(answer);
    await expect(never('{}')).rejects.toThrow();
    expect(again.length).toBe(3);
  });

  it('is not made again when it was refused for good, nor when it took all its time', async () => {
    const { asked, invoke } = await called(answering(403, '{"Message":"not allowed"}'));
    await expect(invoke('{}')).rejects.toThrow('plumbline-rollout could not be called: 403 {"Message":"not allowed"}');
    expect(asked.length).toBe(1);
    const silent = await scriptedService(() => {});
    const short = { environment: silent.environment, now: Date.now, deadlineMs: 50 };
    await expect(leanInvoke(ROLLOUT, short, patient)('{}')).rejects.toThrow('no answer');
    expect(silent.asked.length).toBe(1);
  });
});
