import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logVerifier } from '../../../core/audit/verify-log.ts';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import { VERSION } from '../../../core/version/evolve.ts';
import { eraseEvent } from '../../../usecases/audit/erase-event.ts';
import { listAuditEvents } from '../../../usecases/audit/list-audit-events.ts';
import { readAuditLog } from '../../../usecases/audit/read-audit-log.ts';
import { signCheckpoint } from '../../../usecases/audit/sign-checkpoint.ts';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { getVersion, listVersions } from '../../../usecases/config/get-version.ts';
import { loadState } from '../../../usecases/load-state.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { foldAll } from '../../support/whole-history.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const NAME = 'fees.staging';
const STREAM = `local/version/${NAME}@1.0.0`;
const WORDS = 'Ms Example of Example Street saw wrong rates';
const REVOKED = 3;

let memory: MemoryWorld;
beforeEach(async () => {
  memory = memoryWorld();
  const { world } = memory;
  await loadTestRoot(world);
  good(await config(world, NAME));
  good(await version(world, NAME, '1.0.0', { rate: 1 }));
  good(await version(world, NAME, '1.0.0-rc.1', { rate: 1 }, { allowLower: true, justification: WORDS }));
  const input = { params: { name: NAME, version: '1.0.0' }, query: {}, body: { justification: WORDS } };
  good(await revokeVersion(world, input, callAs('Operator')));
});
afterEach(() => memory.close());

const erase = (over: { stream?: string; revision?: number } = {}, options = {}) =>
  eraseEvent(
    memory.world,
    {
      params: {},
      query: {},
      body: { stream: STREAM, revision: REVOKED, justification: 'asked for by Ms E.', ...over },
    },
    callAs('Admin', options),
  );

/** What `plumb audit verify` would find. */
async function verified() {
  const { world } = memory;
  await foldAll(memory);
  const note = good(await signCheckpoint(world));
  const keys = (await world.signer.publicKeys()).filter(({ role }) => role === 'checkpoint');
  const verifier = logVerifier(
    world.controlPlane,
    keys.flatMap(({ publicKey }) => readPublicKey(publicKey) ?? []),
  );
  const log = { params: {}, query: { from: 0, limit: 256 }, body: undefined };
  for (const leaf of good(await readAuditLog(world, log, callAs('Admin'))).leaves) verifier.add(leaf);
  expect(verifier.checkpoint(note, 'served')).toBeDefined();
  return { findings: verifier.findings(), erased: verifier.counts.erased };
}
const rawEvent = async (revision: number) =>
  (await memory.world.streams.events(STREAM, { after: revision - 1, limit: 1 }))[0];

describe('erasing the words of an event', () => {
  it('takes them out of the event and of the head, and tells who did it and why', async () => {
    const before = await rawEvent(REVOKED);
    expect(good(await erase())).toStrictEqual({ stream: STREAM, erased: REVOKED, revision: REVOKED + 1 });
    expect(await rawEvent(REVOKED)).toStrictEqual({ ...before, payload: null, salt: null });
    expect(await rawEvent(REVOKED + 1)).toMatchObject({
      type: 'PayloadErased',
      actor: 'ada',
      role: 'Admin',
      payload: {
        erased: REVOKED,
        erasedType: 'VersionRevoked',
        keptPayload: { by: 'ada', justification: '(erased)' },
        justification: 'asked for by Ms E.',
      },
    });
    const shown = await getVersion(memory.world, {
      params: { name: NAME, version: '1.0.0' },
      query: {},
      body: undefined,
    });
    expect(good(shown)).toMatchObject({
      signature: 'revoked',
      revoked: { by: 'ada', justification: '(erased)' },
      revision: REVOKED + 1,
    });
  });

  it('leaves a log that verifies, from before and from after', async () => {
    expect(await verified()).toStrictEqual({ findings: [], erased: 0 });
    good(await erase());
    expect(await verified()).toStrictEqual({ findings: [], erased: 1 });
  });

  it('leaves the history of a config whole', async () => {
    good(await erase({ stream: `local/config/${NAME}`, revision: 3 }));
    const { items } = good(
      await listVersions(memory.world, { params: { name: NAME }, query: { limit: 50 }, body: undefined }),
    );
    expect(items.map((item) => item.version)).toStrictEqual(['1.0.0-rc.1', '1.0.0']);
  });

  it('leaves events where questions find them', async () => {
    await foldAll(memory);
    good(await erase());
    await foldAll(memory);
    const query = { config: NAME, type: 'VersionRevoked', limit: 50 };
    const { events } = good(
      await listAuditEvents(memory.world, { params: {}, query, body: undefined }, callAs('Admin')),
    );
    expect(events.map(({ revision, payload }) => [revision, payload])).toStrictEqual([[REVOKED, null]]);
  });

  it('asked again changes nothing', async () => {
    good(await erase());
    expect(good(await erase())).toStrictEqual({ stream: STREAM, erased: REVOKED, revision: REVOKED + 1 });
    expect((await memory.world.streams.load(STREAM))?.revision).toBe(REVOKED + 1);
  });

  it('lets the stream go on', async () => {
    good(await erase());
    good(
      await revokeVersion(
        memory.world,
        { params: { name: NAME, version: '1.0.0' }, query: {}, body: { justification: 'once more' } },
        callAs('Operator'),
      ),
    );
    expect((await loadState(memory.world, VERSION, `${NAME}@1.0.0`)).state.revoked?.justification).toBe('(erased)');
  });

  it.each([
    { name: 'an event without words', over: { revision: 1 }, code: 'payload_needed' },
    { name: 'a statement to be signed', over: { revision: 2 }, code: 'payload_needed' },
    { name: 'a revision that is not there', over: { revision: 4 }, code: 'not_found' },
    { name: 'a stream that is not there', over: { stream: `${STREAM}9` }, code: 'not_found' },
    { name: 'a kind that is not there', over: { stream: 'local/note/a' }, code: 'not_found' },
    { name: 'a stream of another region', over: { stream: STREAM.replace('local', 'eu-1') }, code: 'not_found' },
  ])('refuses $name: $code', async ({ over, code }) => {
    expect(await erase(over)).toMatchObject({ ok: false, code });
  });

  it.each([{ stored: false }, { stored: true }])(
    'converges when the append fails (stored: $stored)',
    async ({ stored }) => {
      memory.failOnce('streams', 'append', { stored });
      await expect(erase({}, { key: 'once' })).rejects.toThrow('streams.append failed');
      expect((await rawEvent(REVOKED))?.payload === null).toBe(stored);
      expect(good(await erase({}, { key: 'once' })).revision).toBe(REVOKED + 1);
      expect(await verified()).toStrictEqual({ findings: [], erased: 1 });
    },
  );

  it('never writes over a head that its events do not explain', async () => {
    memory.database.sql
      .prepare("UPDATE heads SET state = json_set(state, '$.tags', json('[\"beta\"]')) WHERE stream = ?")
      .run(STREAM);
    memory.database.forget();
    await expect(erase()).rejects.toThrow('the head is not the fold of its events');
  });
});
