import { describe, expect, it } from 'vitest';
import { Directive } from '../../../schemas/documents.ts';
import type { StrategyInput } from '../../../schemas/strategy.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';

export function strategies(journey: Journey): void {
  interface EventPage {
    readonly items: readonly { readonly type: string; readonly payload: { readonly [name: string]: unknown } }[];
  }
  const released = async (id: string): Promise<unknown[]> => {
    const { items } = await journey.otto<EventPage>('GET', `/deployments/${id}/events?limit=200`);
    return items
      .filter(({ type }) => type === 'PhaseReleased')
      .map(({ payload }) => (payload['phase'] as { nodes: number }).nodes);
  };

  describe.concurrent('a strategy, written as people write it, over ten real agents', () => {
    it.each<{ name: string; strategy: StrategyInput; phases: number[] }>([
      {
        name: 'canary',
        strategy: {
          strategy: 'Canary',
          canaryPercentage: 10,
          phaseInterval: 'PT1S',
          healthCheckEnabled: true,
          autoPromote: true,
        },
        phases: [1, 3, 5, 10],
      },
      {
        name: 'bluegreen',
        strategy: { strategy: 'BlueGreen', verificationPeriod: 'PT1S', keepBlueDuration: 'PT1S' },
        phases: [10, 10],
      },
      {
        name: 'rolling',
        strategy: { strategy: 'Rolling', batchSize: 4, batchInterval: 'PT1S', stopOnFailure: true },
        phases: [4, 8, 10],
      },
      { name: 'direct', strategy: DIRECT, phases: [10] },
    ])('$name', async ({ name, strategy, phases }) => {
      const config = journey.named(`${name}.production`);
      const fleet = await journey.enrol(config, 10);
      const first = await journey.deploy((await journey.bundle(config, '1.0.0', { say: 'one' })).name, DIRECT);
      expect(await journey.reaches(first, over)).toMatchObject({ status: 'completed' });

      const second = await journey.deploy((await journey.bundle(config, '1.1.0', { say: 'two' })).name, strategy);
      expect(await journey.reaches(second, over)).toMatchObject({ status: 'completed', phase: phases.length });
      expect(await released(second)).toStrictEqual(phases);
      const said = await Promise.all(fleet.nodes.map((node) => node.current()));
      expect(new Set(said)).toStrictEqual(new Set(['{"say":"two"}']));
      expect(await journey.cohesion(config)).toMatchObject({ nodes: 10, cohesion: 1, proven: { 2: 10 } });
    });
  });

  describe.concurrent('blue-green', () => {
    it('preloads green everywhere while blue serves, switches at once, and keeps blue until the keep is over', async () => {
      const config = journey.named('keeper.production');
      const fleet = await journey.enrol(config, 3);
      await journey.reaches(
        await journey.deploy((await journey.bundle(config, '1.0.0', { say: 'blue' })).name, DIRECT),
        over,
      );
      const strategy = { strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1H' } as const;
      const id = await journey.deploy((await journey.bundle(config, '1.1.0', { say: 'green' })).name, strategy);
      await journey.reaches(id, ({ counts }) => counts?.applied === 3);
      expect(await Promise.all(fleet.nodes.map((node) => node.current()))).toStrictEqual(
        Array(3).fill('{"say":"blue"}'),
      );
      expect((await journey.cohesion(config)).running).toStrictEqual({ 1: 3 });

      await journey.otto('POST', `/deployments/${id}/advance`, { justification: 'verified by hand' });
      await journey.reaches(id, ({ phase, counts }) => phase === 2 && counts?.applied === 3);
      expect(await Promise.all(fleet.nodes.map((node) => node.current()))).toStrictEqual(
        Array(3).fill('{"say":"green"}'),
      );
      // Blue stays on every disk: nothing has to be fetched to go back.
      const { envelope } = await journey.otto<{ envelope: { payload: string } }>(
        'GET',
        `/clusters/${config}/directive`,
      );
      const directive = Directive.parse(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()));
      expect(directive.predicate.keep?.map(({ generation }) => generation)).toStrictEqual([1]);
      for (const node of fleet.nodes) expect(await node.files.list('store')).toHaveLength(2);

      await journey.otto('POST', `/deployments/${id}/advance`, { justification: 'green has held long enough' });
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
    });
  });
}
