import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newRootKey, rotateRoot } from '../../cli/trust/root-file.ts';
import type { ClusterResponse } from '../../schemas/cluster.ts';
import { type DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import type { TrustKeysAnswer } from '../../schemas/trust.ts';
import { DIRECT, type Journey, openJourney, over } from '../support/journey.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 60_000 });
const CLUSTER = 'fees.production';
let journey: Journey;
beforeAll(async () => {
  journey = await openJourney();
});
afterAll(() => journey.close());

it('a root of a higher epoch puts all that was signed out of force at once; nodes keep what they run and walk on', async () => {
  const { nodes } = await journey.enrol(CLUSTER, 3);
  await journey.reaches(
    await journey.deploy((await journey.bundle(CLUSTER, '1.0.0', { say: 'one' })).name, DIRECT),
    over,
  );
  const admin = await journey.server().token('Admin', 'ada');
  const ask = <T>(method: string, path: string, body?: unknown) => journey.server().ask<T>(admin, method, path, body);
  const { envelope } = await ask<{ envelope: DsseEnvelope }>('GET', '/trust/root');
  const root = TrustRoot.parse(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()));
  const keys = await ask<TrustKeysAnswer>('GET', '/trust/keys');
  const at = new Date().toISOString();
  const rootKeys = [readFileSync(join(journey.dataDir, 'root-key.pem'), 'utf8')];
  await expect(ask('POST', '/trust/root', rotateRoot(root, keys, { at, rootKeys: [newRootKey()] }))).rejects.toThrow(
    /"trust_root_invalid"/,
  );
  await ask('POST', '/trust/root', rotateRoot(root, keys, { at, rootKeys, epoch: root.epoch + 1 }));

  await until(
    () => journey.otto<ClusterResponse>('GET', `/clusters/${CLUSTER}`),
    ({ epoch, directive }) => epoch === 2 && directive?.signed === true,
  );
  await until(
    () => Promise.all(nodes.map((node) => node.state())),
    (states) => states.every((state) => state.root?.epoch === 2 && state.directive?.epoch === 2),
  );
  expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"one"}'));

  const next = await journey.deploy((await journey.bundle(CLUSTER, '1.1.0', { say: 'two' })).name, DIRECT);
  expect(await journey.reaches(next, over)).toMatchObject({ status: 'completed' });
  expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"two"}'));
});
