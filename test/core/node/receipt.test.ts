import { expect, it } from 'vitest';
import { jwsOf, jwsSigningInput, RECEIPT_TYP } from '../../../core/integrity/jws.ts';
import { receiptClaims } from '../../../core/node/receipt.ts';
import { decideProvable, PROVABLE_BYTES } from '../../../core/snapshot/provable.ts';
import { STREAM_LIMITS } from '../../../core/stream.ts';
import { JWS_CHARACTERS } from '../../../schemas/compact-jws.ts';
import { ReceiptClaims } from '../../../schemas/receipt.ts';
import type { Json } from '../../../schemas/words.ts';

const DIGEST = 'a'.repeat(64);
const LONGEST = 75;
const names = Array.from({ length: Math.floor(PROVABLE_BYTES / (LONGEST + 72)) }, (_, index) =>
  `c${index}`.padEnd(LONGEST - '.development'.length, 'x').concat('.development'),
);
const largest = receiptClaims(
  {
    digest: DIGEST,
    files: [],
    word: {
      controlPlane: 'p'.repeat(256),
      cluster: 'c'.repeat(96),
      epoch: Number.MAX_SAFE_INTEGER,
      generation: Number.MAX_SAFE_INTEGER,
    } as never,
  },
  {
    state: 'resident',
    node: `node-${'f'.repeat(32)}`,
    deploymentId: '00000000-0000-4000-8000-000000000001',
    directiveSequence: Number.MAX_SAFE_INTEGER,
    configs: Object.fromEntries(names.map((name) => [name, DIGEST])),
    probe: 'failed',
    bootId: '00000000-0000-4000-8000-000000000002',
    previous: { counter: Number.MAX_SAFE_INTEGER - 1, sha256: DIGEST },
    checkpoint: `${'x'.repeat(1000)}\n`.repeat(2),
    time: '2026-01-01T00:00:00.000Z',
  },
);

it('the receipt of the largest release that may be snapshotted is within its cap, and its event within an event', () => {
  expect(decideProvable(names).ok).toBe(true);
  expect(ReceiptClaims.parse(largest)).toStrictEqual(largest);
  const text = jwsOf(
    jwsSigningInput(RECEIPT_TYP, largest as unknown as { readonly [name: string]: Json }),
    Buffer.alloc(64),
  );
  expect(text.length).toBeGreaterThan(JWS_CHARACTERS.receipt * 0.95);
  expect(text.length).toBeLessThanOrEqual(JWS_CHARACTERS.receipt);
  // What an event holds beside the text: envelope, hashes, and a few digests.
  expect(JWS_CHARACTERS.receipt + 4096).toBeLessThan(STREAM_LIMITS.eventBytes);
});
