import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CheckInAnswer } from '../../../schemas/node-messages.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';
import { quietCheckIn, type TestNode } from '../../support/test-node.ts';

let w: NodeWorld;
let node: TestNode;
let answered = 0;
beforeAll(async () => {
  w = await nodeWorld();
  node = await w.enrolled();
});

const send = (body: unknown) => node.post(`/nodes/${node.id}/check-in`, body, `Bearer ${node.token}`);
async function isFine(body: unknown): Promise<void> {
  const { status, body: answer } = await send(body);
  expect(w.faults).toStrictEqual([]);
  if (status === 200) {
    answered++;
    CheckInAnswer.parse(answer);
  } else expect([status >= 400 && status < 500, typeof answer.code]).toStrictEqual([true, 'string']);
}

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '\ud800', '../../etc', 'x'.repeat(600)),
);
const digest = fc.oneof(fc.constant('a'.repeat(64)), fc.constant('b'.repeat(64)), word);
const count = fc.oneof(fc.nat(), fc.constantFrom(Number.MAX_SAFE_INTEGER, 2 ** 53, -1, 0.5));
const fields = fc.record({
  directive: fc.record({ epoch: count, sequence: count }),
  labelsRevision: count,
  rootVersion: count,
  needs: fc.array(digest, { maxLength: 4 }),
  running: fc.option(fc.record({ epoch: count, generation: count, digest })),
  components: fc.array(
    fc.record({
      name: word,
      kind: fc.constantFrom('config', 'firmware'),
      version: fc.constant('1'),
      digest: fc.constantFrom('', 'c'.repeat(64)),
    }),
    { maxLength: 12 },
  ),
  resources: fc.record({ cpu: fc.double({ min: 0, max: 1, noNaN: true }), memory: fc.double({ noNaN: true }) }),
  swap: fc.option(
    fc.record({
      generation: fc.nat(),
      digest: fc.constant('d'.repeat(64)),
      attempts: fc.nat(),
      reason: word,
      quarantined: fc.boolean(),
    }),
  ),
  evidence: fc.array(
    fc.record(
      { kind: fc.constantFrom('fork', 'checkpoint_fork', 'other'), more: fc.jsonValue(), __proto__: fc.constant(1) },
      { requiredKeys: ['kind'] },
    ),
    { maxLength: 3 },
  ),
  refusals: fc.array(fc.record({ code: fc.constantFrom('fork', 'rolled_back', 'X'), detail: word }), {
    maxLength: 3,
  }),
  ahead: fc.array(
    fc.record({
      payloadType: word,
      payload: fc.base64String(),
      signatures: fc.array(fc.record({ sig: word }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  ordersDone: fc.array(fc.record({ id: word, result: fc.constantFrom('done', 'failed') }), { maxLength: 2 }),
  liveness: fc.option(word),
});

/** One or two fields bent at a time, so that hostile values reach what lies behind the shape. */
const bent = fields.chain((all) =>
  fc
    .subarray(Object.keys(all), { minLength: 1, maxLength: 2 })
    .map((names) => Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))),
);

describe('a hostile check-in gets a refusal or an answer, never a fault', () => {
  it(
    'with fields bent',
    () =>
      fc.assert(
        fc.asyncProperty(bent, (over) => isFine({ ...quietCheckIn(), ...over })),
        { numRuns: 300 },
      ),
    20_000,
  );
  it('with any JSON at all', () => fc.assert(fc.asyncProperty(fc.jsonValue(), isFine), { numRuns: 200 }), 20_000);
  it(
    'with any text',
    () => fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), isFine), { numRuns: 100 }),
    20_000,
  );
  it.each([
    ['numbers beyond all bounds', JSON.stringify(quietCheckIn()).replace('"cpu":0.1', '"cpu":1e400')],
    [
      'evidence beyond all bounds',
      JSON.stringify(quietCheckIn()).replace('"evidence":[]', '"evidence":[{"kind":"fork","size":1e400}]'),
    ],
    ['a prototype', JSON.stringify(quietCheckIn()).replace('"needs":[]', '"needs":[],"__proto__":{"a":1}')],
    ['a thousand levels', `${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['too many bytes', JSON.stringify({ pad: 'x'.repeat(256 * 1024) })],
  ])('%s', (_name, text) => isFine(text));
  it.each([
    [256 * 1024, 400],
    [256 * 1024 + 1, 413],
  ])('of %i bytes: %i', async (bytes, status) => {
    expect((await send(`"${'x'.repeat(bytes - 2)}"`)).status).toBe(status);
  });
  it('reaches what lies behind the shape', () => expect(answered).toBeGreaterThan(50));
  it('and the node is still as it was', async () => {
    expect((await node.checkIn()).status).toBe(200);
    expect(JSON.stringify(await w.state(node.id)).length).toBeLessThanOrEqual(4096);
  });
});
