import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import { VERSION, versionKey } from '../../../core/version/evolve.ts';
import { makeHandler } from '../../../functions/rollout/handler.ts';
import { loadState } from '../../../usecases/load-state.ts';
import { config, good, version } from '../../support/content.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { roomAround } from '../../support/without-release-key.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const TRACE = 'c'.repeat(32);
let memory: MemoryWorld;
beforeEach(() => {
  memory = memoryWorld();
});
afterEach(() => memory.close());
const around = () => roomAround(memory.world, makeHandler(memory.world));

describe('a room without the release key', () => {
  it('cannot sign with it', async () => {
    await expect(around().signer.sign('release', Buffer.from('x'))).rejects.toThrow('may not use');
    expect((await around().signer.sign('checkpoint', Buffer.from('x'))).signature.length).toBe(64);
  });

  it('has the drafts of a cluster signed, in the trace of its call', async () => {
    await loadTestRoot(memory.world);
    await draftRelease(memory.world);
    expect(await around().issuing.sign({ of: 'cluster', cluster: CLUSTER_NAME }, { traceId: TRACE })).toStrictEqual(
      done(null),
    );
    const { draft, directive } = await clusterState(memory.world);
    expect(draft?.envelopeSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(directive?.envelope).not.toBeNull();
    const events = await memory.world.streams.events(`local/cluster/${CLUSTER_NAME}`, { after: 0, limit: 50 });
    const signed = events.filter(({ type }) => type.endsWith('Signed'));
    expect(signed.map(({ type, traceId, actor }) => ({ type, traceId, actor }))).toStrictEqual([
      { type: 'ReleaseSigned', traceId: TRACE, actor: 'rollout' },
      { type: 'DirectiveSigned', traceId: TRACE, actor: 'rollout' },
    ]);
  });

  it('has the statement of a version signed', async () => {
    await loadTestRoot(memory.world);
    good(await config(memory.world, CLUSTER_NAME));
    good(await version(memory.world, CLUSTER_NAME, '1.0.0', { retries: 3 }));
    const key = versionKey(CLUSTER_NAME, '1.0.0');
    expect(await around().issuing.sign({ of: 'version', version: key })).toStrictEqual(done(null));
    expect((await loadState(memory.world, VERSION, key)).state.statement?.envelope).not.toBeNull();
  });

  it('has all directives drafted anew and signed', async () => {
    await draftRelease(memory.world);
    await loadTestRoot(memory.world);
    expect(await around().issuing.sign({ of: 'directives' })).toStrictEqual(done(null));
    expect((await clusterState(memory.world)).directive?.envelope).not.toBeNull();
  });

  it('hears a refusal as rollout said it', async () => {
    expect(await around().issuing.sign({ of: 'cluster', cluster: 'nobody.production' })).toStrictEqual({
      ok: false,
      code: 'cluster_unknown',
      details: {},
    });
    await draftRelease(memory.world);
    expect(await around().issuing.sign({ of: 'cluster', cluster: CLUSTER_NAME })).toMatchObject({
      ok: false,
      code: 'trust_root_missing',
    });
  });

  it.each([{ stored: false }, { stored: true }])(
    'may ask again when the write failed (stored: $stored), and nothing is signed twice',
    async ({ stored }) => {
      await loadTestRoot(memory.world);
      await draftRelease(memory.world);
      memory.failOnce('streams', 'append', { stored });
      const draft = { of: 'cluster', cluster: CLUSTER_NAME } as const;
      await expect(around().issuing.sign(draft)).rejects.toThrow('streams.append failed');
      expect(await around().issuing.sign(draft)).toStrictEqual(done(null));
      const events = await memory.world.streams.events(`local/cluster/${CLUSTER_NAME}`, { after: 0, limit: 50 });
      expect(events.filter(({ type }) => type === 'ReleaseSigned')).toHaveLength(1);
    },
  );
});

describe('what rollout does not sign', () => {
  const cluster = { of: 'cluster', cluster: CLUSTER_NAME };
  it.each([
    { name: 'bytes that come with the request', payload: { step: 'sign', draft: { ...cluster, payload: 'eyJ9' } } },
    { name: 'bytes beside the draft', payload: { step: 'sign', draft: cluster, bytes: 'eyJ9' } },
    { name: 'a digest', payload: { step: 'sign', draft: { of: 'digest', digest: 'a'.repeat(64) } } },
    { name: 'a stream of another kind', payload: { step: 'sign', draft: { of: 'trust', trust: 'root' } } },
    { name: 'a name that is a path', payload: { step: 'sign', draft: { of: 'cluster', cluster: '../config/x' } } },
    { name: 'a version without a config', payload: { step: 'sign', draft: { of: 'version', version: '1.0.0' } } },
    { name: 'a node that is none', payload: { step: 'sign', draft: { of: 'labels', node: 'node-1' } } },
    { name: 'nothing', payload: { step: 'sign' } },
    { name: 'a trace that is none', payload: { step: 'sign', draft: cluster, traceId: 'x' } },
  ])('$name', async ({ payload }) => {
    await loadTestRoot(memory.world);
    await draftRelease(memory.world);
    await expect(makeHandler(memory.world)(payload)).rejects.toThrow();
    expect((await clusterState(memory.world)).draft?.envelopeSha256).toBeNull();
  });
});
