import { describe, expect, it } from 'vitest';
import { ENROLMENT_TOKEN } from '../../../core/enrolment-token/evolve.ts';
import { readEnrolmentToken } from '../../../core/enrolment-token/token-text.ts';
import { createEnrolmentToken } from '../../../usecases/enrolment-token/create-enrolment-token.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, clusterState } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';
import { memoryWorld } from '../../support/world.ts';

describe('an enrolment token', () => {
  it('pins the trust root, brings its cluster into being, and its secret is nowhere stored', async () => {
    const { world, newToken, database } = await nodeWorld();
    const parts = readEnrolmentToken(await newToken());
    expect(parts).toMatchObject({
      cluster: CLUSTER_NAME,
      rootVersion: 1,
      rootSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await clusterState(world)).served).not.toBeNull();
    for (const table of ['events', 'heads', 'commands']) {
      const rows = database.sql.prepare(`SELECT * FROM ${table}`).all();
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(parts?.secret);
    }
  });
  it('is the same one when the command comes again', async () => {
    const { world } = await nodeWorld();
    const input = { params: {}, query: {}, body: { cluster: CLUSTER_NAME, uses: 1, expiresIn: 'PT1H', labels: {} } };
    const call = callAs('Operator', { key: 'once' });
    expect(await createEnrolmentToken(world, input, call)).toStrictEqual(
      await createEnrolmentToken(world, input, call),
    );
  });
  it('cannot be made without a trust root', async () => {
    const { world } = memoryWorld();
    const input = { params: {}, query: {}, body: { cluster: CLUSTER_NAME, uses: 1, expiresIn: 'PT1H', labels: {} } };
    expect(await createEnrolmentToken(world, input, callAs('Operator'))).toMatchObject({
      ok: false,
      code: 'trust_root_missing',
    });
  });
  it.each([
    ['PT0S', 'invalid_request'],
    ['P90D', undefined],
    ['P91D', 'invalid_request'],
  ])('of %s: %s', async (expiresIn, code) => {
    const { world } = await nodeWorld();
    const input = { params: {}, query: {}, body: { cluster: CLUSTER_NAME, uses: 1, expiresIn, labels: {} } };
    const made = await createEnrolmentToken(world, input, callAs('Operator'));
    expect(made.ok ? undefined : made.code).toBe(code);
  });
  it.each([false, true])('is made once although the append fails (stored: %s)', async (stored) => {
    const { world, failOnce } = await nodeWorld();
    const input = { params: {}, query: {}, body: { cluster: CLUSTER_NAME, uses: 1, expiresIn: 'PT1H', labels: {} } };
    const call = callAs('Operator', { key: 'once' });
    failOnce('streams', 'append', { stored });
    await expect(createEnrolmentToken(world, input, call)).rejects.toThrow('append failed');
    expect((await createEnrolmentToken(world, input, call)).ok).toBe(true);
    expect((await world.streams.list(ENROLMENT_TOKEN.kind, { limit: 10 })).heads).toHaveLength(1);
  });
});
