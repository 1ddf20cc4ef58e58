import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftFinding } from '../../../schemas/drift.ts';
import type { StoredEvent } from '../../../schemas/event.ts';
import { EVENTS } from '../../../schemas/events/index.ts';
import type { Json } from '../../../schemas/words.ts';
import { toBusEvent } from '../../../usecases/project/bus-event.ts';
import { INTERNAL } from '../../../usecases/project/internal-events.ts';
import { publishedEvent } from '../../support/published-event.ts';
import type { RolloutWorld } from '../../support/rollout-world.ts';
import { foldAll, REVOKED_BECAUSE, wholeHistory } from '../../support/whole-history.ts';

const CONTEXT = { controlPlane: 'plumbline-test' };
const stored = (type: string, payload: Record<string, Json>, stream = 'local/node/node-1'): StoredEvent => ({
  stream,
  revision: 7,
  type,
  schemaVersion: 1,
  authority: 'local',
  actor: 'node-1',
  role: 'Node',
  at: '2026-11-22T09:30:00.123Z',
  traceId: '1'.repeat(32),
  payload,
  salt: 'c2FsdA',
  payloadHash: '0'.repeat(64),
  previousHash: '0'.repeat(64),
  hash: '0'.repeat(64),
});
const finding: DriftFinding = {
  kind: 'config',
  rule: 'config_digest_mismatch',
  config: 'fees.production',
  expected: 'a'.repeat(64),
  observed: 'b'.repeat(64),
  severity: 'high',
  since: '2026-11-22T09:29:58.000Z',
};

it('says what happened to whom, where, and by which id to know it again', () => {
  const event = toBusEvent(stored('DriftDetected', { cluster: 'fees.production', finding }), CONTEXT);
  expect(event).toStrictEqual({
    id: 'local/node/node-1#7',
    type: 'DriftDetected',
    time: '2026-11-22T09:30:00.123Z',
    traceId: '1'.repeat(32),
    detail: {
      id: 'local/node/node-1#7',
      schemaVersion: 1,
      controlPlane: 'plumbline-test',
      authority: 'local',
      stream: 'local/node/node-1',
      revision: 7,
      at: '2026-11-22T09:30:00.123Z',
      actor: 'node-1',
      role: 'Node',
      traceId: '1'.repeat(32),
      about: { node: 'node-1', cluster: 'fees.production' },
      data: { cluster: 'fees.production', ...finding },
    },
  });
});

describe('what is about', () => {
  it.each([
    { stream: 'local/deployment/d-1', about: { cluster: 'blue', deployment: 'd-1' } },
    {
      stream: 'local/version/fees.production@1.0.0',
      about: { cluster: 'blue', version: '1.0.0', config: 'fees.production' },
    },
    { stream: 'local/snapshot-revision/fees@3', about: { cluster: 'blue', snapshotRevision: 3, snapshot: 'fees' } },
    { stream: 'local/cluster/blue', about: { cluster: 'blue' } },
  ])('$stream', ({ stream, about }) =>
    expect(
      toBusEvent(stored('DeploymentPaused', {}, stream), { ...CONTEXT, cluster: 'blue' })?.detail['about'],
    ).toStrictEqual(about),
  );
});

describe('what stays inside', () => {
  it.each(Object.keys(INTERNAL))('%s', (type) => expect(toBusEvent(stored(type, {}), CONTEXT)).toBeUndefined());

  it('an event of which nothing is left', () =>
    expect(toBusEvent({ ...stored('DriftDetected', {}), payload: null }, CONTEXT)).toBeUndefined());

  it('no event is on both lists', () =>
    expect(Object.keys(INTERNAL).filter((type) => Object.hasOwn(EVENTS, type))).toStrictEqual([]));

  it('members that no schema lists, at every depth', () => {
    const release = { epoch: 1, envelopeSha256: 'secret', snapshot: { name: 'fees', extra: 1 } };
    const event = toBusEvent(stored('ContentPinned', { release, deploymentId: 'd-1', toString: 1 }), CONTEXT);
    expect(event?.detail['data']).toStrictEqual({
      release: { epoch: 1, snapshot: { name: 'fees' } },
      deploymentId: 'd-1',
    });
  });
});

describe('an event of an unknown type', () => {
  it.each(['Noted', 'toString', 'constructor'])('%s is a fault: nobody decided whether it leaves', (type) =>
    expect(() => toBusEvent(stored(type, {}), CONTEXT)).toThrow(`${type} has no published shape and is not internal`),
  );

  it('would be seen by the check that every test publishes through', () => {
    const event = toBusEvent(stored('NodeStale', { cluster: 'a', lastSeenAt: '2026-11-22T09:30:00.123Z' }), CONTEXT);
    if (!event) throw new Error('NodeStale leaves');
    expect(publishedEvent(event)).toBe(event);
    expect(() => publishedEvent({ ...event, type: 'Noted' })).toThrow('Noted is not in schemas/events');
    const data = { ...(event.detail['data'] as object), more: 1 };
    expect(() => publishedEvent({ ...event, detail: { ...event.detail, data } })).toThrow('more');
    expect(() => publishedEvent({ ...event, detail: { ...event.detail, data: { cluster: 'a' } } })).toThrow(
      'lastSeenAt',
    );
  });
});

describe('a whole history', () => {
  let history: RolloutWorld;
  beforeAll(async () => {
    history = await wholeHistory();
    await foldAll(history);
  }, 30_000);
  afterAll(() => history.close());

  it('says nothing outside that a person wrote to justify, note or describe', () => {
    const told = JSON.stringify(history.published);
    expect(history.published.length).toBeGreaterThan(30);
    expect(told).not.toContain(REVOKED_BECAUSE);
    expect(told).not.toContain('Ms Example');
  });

  it('names the cluster in every event of a deployment', () => {
    const deployments = history.published.filter(({ detail }) =>
      String(detail['stream']).startsWith('local/deployment/'),
    );
    expect(deployments.length).toBeGreaterThan(10);
    expect(deployments.filter(({ detail }) => !Object.hasOwn(detail['about'] as object, 'cluster'))).toStrictEqual([]);
  });
});
