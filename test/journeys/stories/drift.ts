import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { ClusterResponse } from '../../../schemas/cluster.ts';
import type { DriftFinding } from '../../../schemas/drift.ts';
import type { NodeDetails, Timeline } from '../../../schemas/node.ts';
import type { FleetNode } from '../../support/fleet.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function drifting(journey: Journey): void {
  const shown = async (node: FleetNode) => journey.otto<NodeDetails>('GET', `/nodes/${await node.id()}`);
  const drift = async (node: FleetNode): Promise<Partial<DriftFinding>[]> =>
    (await shown(node)).drift.map(({ kind, rule, severity, config }) => ({
      kind,
      rule,
      severity,
      ...(config !== undefined && { config }),
    }));
  const types = async (node: FleetNode) =>
    (await journey.otto<z.infer<typeof Timeline>>('GET', `/nodes/${await node.id()}/timeline?limit=200`)).events.map(
      ({ type }) => type,
    );

  /** Two nodes on version 1.0.0 that now move only when a test says so. */
  async function still(cluster: string) {
    const fleet = await journey.enrol(cluster, 2);
    await journey.reaches(
      await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
      over,
    );
    const [node, other] = fleet.nodes;
    if (!node || !other) throw new Error('two nodes');
    await until(
      () => journey.cohesion(cluster),
      ({ cohesion, running }) => cohesion === 1 && running['1'] === 2,
    );
    await fleet.halt();
    return { node, other };
  }

  /** Rounds of one node until it is on the second version. */
  const moves = (node: FleetNode) =>
    until(
      async () => {
        await node.agent.round();
        return node.current();
      },
      (text) => text === '{"say":"two"}',
    );

  describe.concurrent('what is wrong with a node shows within one check-in', () => {
    it('a tampered file, which is put right from the verified store', async () => {
      const cluster = journey.named('tampered.production');
      const { node } = await still(cluster);
      const before = new Date().toISOString();
      node.files.tamper(`current/${cluster}`, new TextEncoder().encode('{"say":"evil"}'));
      await node.agent.round();
      const [finding, ...more] = (await shown(node)).drift;
      expect(more).toStrictEqual([]);
      expect(finding).toMatchObject({
        kind: 'config',
        rule: 'config_digest_mismatch',
        config: cluster,
        severity: 'high',
      });
      expect(String(finding?.since) >= before).toBe(true);
      expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 0.5, drift: { config_digest_mismatch: 1 } });
      expect(await node.current()).toBe('{"say":"one"}');
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([]);
      expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 1, drift: {} });
      expect((await types(node)).filter((type) => type.startsWith('Drift'))).toStrictEqual([
        'DriftDetected',
        'DriftResolved',
      ]);
    });

    it('a deleted file', async () => {
      const cluster = journey.named('deleted.production');
      const { node } = await still(cluster);
      await node.files.remove(`current/${cluster}`);
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([
        { kind: 'config', rule: 'config_missing', severity: 'high', config: cluster },
      ]);
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([]);
      expect(await node.current()).toBe('{"say":"one"}');
    });

    it('processors and memory nearly used up', async () => {
      const cluster = journey.named('busy.production');
      const { node } = await still(cluster);
      Object.assign(node.resources, { cpu: 0.95, memory: 0.91 });
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([
        { kind: 'resource', rule: 'memory_pressure', severity: expect.any(String) },
        { kind: 'resource', rule: 'cpu_pressure', severity: 'low' },
      ]);
      expect((await journey.cohesion(cluster)).drift).toStrictEqual({ memory_pressure: 1, cpu_pressure: 1 });
      Object.assign(node.resources, { cpu: 0.2, memory: 0.2 });
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([]);
    });

    it('an old version, after the node was away while the others moved on', async () => {
      const cluster = journey.named('behind.production');
      const { node, other } = await still(cluster);
      const id = await journey.deploy((await journey.bundle(cluster, '1.1.0', { say: 'two' })).name, DIRECT);
      await journey.reaches(id, ({ phase }) => phase === 1);
      await moves(other);
      await journey.otto('POST', `/deployments/${id}/advance`, { justification: 'one till is switched off' });
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
      // A node has ten seconds to follow a directive before it counts as behind.
      const { directive } = await journey.otto<ClusterResponse>('GET', `/clusters/${cluster}`);
      await until(
        () => Date.now() - Date.parse(String(directive?.issuedAt)),
        (age) => age > 10_000,
      );
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([{ kind: 'version', rule: 'version_behind', severity: 'medium' }]);
      expect(await node.current()).toBe('{"say":"two"}');
      await node.agent.round();
      expect(await drift(node)).toStrictEqual([]);
      expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 1, proven: { 2: 2 } });
    });

    it('a failed swap, with its reason; quarantine after the last attempt; unquarantined, it goes on', async () => {
      const cluster = journey.named('stuck.production');
      const { node, other } = await still(cluster);
      node.hook = (content) => (content.includes('two') ? 'port 8443 is taken' : undefined);
      const id = await journey.deploy((await journey.bundle(cluster, '1.1.0', { say: 'two' })).name, DIRECT);
      await journey.reaches(id, ({ phase }) => phase === 1);
      await moves(other);
      const rounds = async (done: (seen: NodeDetails) => boolean) =>
        until(async () => {
          await node.agent.round();
          return shown(node);
        }, done);
      const diverged = await rounds((seen) => seen.drift.length > 0);
      expect(diverged.drift).toMatchObject([
        {
          kind: 'swap',
          rule: 'swap_failed',
          severity: 'high',
          observed: expect.stringContaining('port 8443 is taken'),
        },
      ]);
      expect(await node.current()).toBe('{"say":"one"}');
      const quarantined = await rounds((seen) => seen.quarantined);
      expect(quarantined.quarantine).toMatchObject({ generation: 2, reason: expect.stringContaining('8443') });
      expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 0.5, drift: { swap_failed: 1 } });

      node.hook = () => undefined;
      await node.agent.round(); // quarantine outlasts the cause: nothing is tried before a person says so
      expect(await node.current()).toBe('{"say":"one"}');
      const path = `/nodes/${await node.id()}/unquarantine`;
      await expect(journey.otto('POST', path, {})).rejects.toThrow(/400 .*justification/);
      await journey.otto('POST', path, { justification: 'the port is free again' });
      const healed = await rounds((seen) => seen.drift.length === 0 && !seen.quarantined);
      expect(healed.proven).toMatchObject({ generation: 2, state: 'active' });
      expect(await node.current()).toBe('{"say":"two"}');
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
      expect(await types(node)).toEqual(
        expect.arrayContaining(['NodeDiverged', 'NodeQuarantined', 'NodeUnquarantined', 'NodeRecovered']),
      );
    });

    it('force sync, with a reason on record, repairs and proves again', async () => {
      const cluster = journey.named('forced.production');
      const { node } = await still(cluster);
      const path = `/nodes/${await node.id()}/force-sync`;
      await expect(journey.otto('POST', path, {})).rejects.toThrow(/400 .*justification/);
      const { order } = await journey.otto<{ order: string }>('POST', path, { justification: 'restored by hand' });
      const receipts = async () => (await types(node)).filter((type) => type === 'ReceiptStored').length;
      const before = await receipts();
      await node.agent.round();
      await node.agent.round();
      expect(await receipts()).toBe(before + 1);
      expect((await shown(node)).orders).toStrictEqual([]);
      const { events } = await journey.otto<z.infer<typeof Timeline>>(
        'GET',
        `/nodes/${await node.id()}/timeline?limit=200`,
      );
      const told = events
        .filter(({ type }) => type.startsWith('Order'))
        .map(({ type, payload }) => ({ type, payload }));
      expect(told).toMatchObject([
        { type: 'OrderGiven', payload: { order: { id: order }, justification: 'restored by hand' } },
        { type: 'OrderDone', payload: { id: order, result: 'done' } },
      ]);
    });
  });
}
