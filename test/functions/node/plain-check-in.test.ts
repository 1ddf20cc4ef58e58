import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCheckIn } from '../../../functions/node/plain-check-in.ts';
import { CheckInRequest } from '../../../schemas/node-messages.ts';
import { quietCheckIn } from '../../support/test-node.ts';

const count = fc.oneof(fc.nat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const counts = fc.record(
  {
    requests: count,
    errors: count,
    probesOk: count,
    probesFailed: count,
    latency: fc.array(fc.tuple(fc.integer({ min: 0, max: 63 }), count), { maxLength: 5 }),
    custom: fc.dictionary(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_.]{0,31}$/), fc.double({ noNaN: true }), {
      maxKeys: 8,
    }),
  },
  { requiredKeys: ['requests', 'errors', 'probesOk', 'probesFailed', 'latency'] },
);
const bootId = fc.uuid({ version: [1, 4, 7] });
const plain = fc.record(
  {
    directive: fc.record({ epoch: count, sequence: count }),
    labelsRevision: count,
    rootVersion: count,
    needs: fc.array(sha256, { maxLength: 3 }),
    running: fc.option(fc.record({ epoch: count, generation: count, digest: sha256 })),
    resident: fc.array(fc.record({ generation: count, digest: sha256 }), { maxLength: 2 }),
    components: fc.array(
      fc.record({
        name: fc.string({ maxLength: 128 }),
        kind: fc.constantFrom('config', 'firmware', 'ünit'),
        version: fc.constantFrom('', '1.2.3'),
        digest: fc.oneof(sha256, fc.constant('')),
      }),
      { maxLength: 3 },
    ),
    sample: fc.option(
      fc.record(
        { bootId, sequence: count, generation: count, counts, sinceBoot: counts },
        { requiredKeys: ['bootId', 'sequence', 'generation', 'counts'] },
      ),
    ),
    probe: fc.constantFrom('ok', 'failed', null),
    resources: fc.record({ cpu: fc.double({ min: 0, max: 1, noNaN: true }), memory: fc.constantFrom(0, 1, -0) }),
    connectivity: fc.record({ offlineSeconds: count, failures: count }),
    swap: fc.constant(null),
    evidence: fc.constant([]),
    refusals: fc.constant([]),
    ahead: fc.constant([]),
    ordersDone: fc.constant([]),
    liveness: fc.option(fc.string({ maxLength: 256 })),
  },
  { noNullPrototype: true },
);
/** As it arrives: whatever is sent was JSON. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

type Path = readonly (string | number)[];
function pathsIn(value: unknown, above: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [above];
  return [above, ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...above, name]))];
}
/** The same with one place changed; `undefined` takes the place away. */
function changed(value: unknown, [first, ...rest]: Path, to: unknown): unknown {
  if (first === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [name: string]: unknown };
  copy[first] = changed(copy[first], rest, to);
  return copy;
}
const STRANGE = [
  undefined,
  null,
  true,
  -1,
  0.5,
  1.5,
  2 ** 53,
  64,
  '',
  'x',
  'a\u0000b',
  '\ud800',
  'x'.repeat(257),
  'F'.repeat(64),
  '6F1F5A0E-1111-4222-8333-444455556666',
  '6f1f5a0e-1111-9222-8333-444455556666',
  [],
  [null],
  [[64, 1]],
  [[1]],
  {},
  { a: 1 },
  [{}],
  Array.from({ length: 65 }, () => [1, 1]),
  [{ kind: 'tpm-quote' }],
];

describe('a check-in read without schemas', () => {
  it('is what the schema reads', () =>
    fc.assert(
      fc.property(plain, (request) => {
        const value = sent(request);
        const read = plainCheckIn(value);
        const bySchema = CheckInRequest.safeParse(value);
        if (bySchema.success && !read) throw new Error('the generator must reach the plain branch');
        if (read) expect(read).toStrictEqual(bySchema.data);
      }),
      { numRuns: 300 },
    ));

  it('is left to the schema when anything is out of the ordinary: nothing passes that the schema refuses', () =>
    fc.assert(
      fc.property(plain, fc.nat(), fc.constantFrom(...STRANGE), fc.boolean(), (request, where, strange, added) => {
        const value = sent(request);
        const paths = pathsIn(value);
        const path = paths[where % paths.length] ?? [];
        const other = sent({ it: changed(value, added ? [...path, 'more'] : path, strange) }) as { it?: unknown };
        const read = plainCheckIn(other.it);
        if (read) expect(read).toStrictEqual(CheckInRequest.parse(other.it));
      }),
      { numRuns: 2000 },
    ));

  it('fills in what older agents leave out', () => {
    const { resident: _, ahead: __, ...older } = quietCheckIn();
    expect(plainCheckIn(older)).toStrictEqual(CheckInRequest.parse(older));
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes no key called %s', (name) => {
    const value = JSON.parse(`{${JSON.stringify(quietCheckIn()).slice(1, -1)},${JSON.stringify(name)}:{}}`);
    expect(plainCheckIn(value)).toBeUndefined();
  });

  it.each([
    { evidence: [{ kind: 'tpm-quote' }] },
    { refusals: [{ code: 'rolled_back' }] },
    { ordersDone: [{ id: '1', result: 'done' as const }] },
    { ahead: [{ payloadType: 't', payload: '', signatures: [{ sig: '' }] }] },
    { swap: { generation: 1, digest: 'a'.repeat(64), attempts: 1, reason: 'x', quarantined: false } },
  ])('is left to the schema when something happened: %o', (over) => {
    const value = sent(quietCheckIn(over));
    expect(plainCheckIn(value)).toBeUndefined();
    expect(CheckInRequest.safeParse(value).success).toBe(true);
  });
});
