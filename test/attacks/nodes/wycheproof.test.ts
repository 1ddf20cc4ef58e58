import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyJws } from '../../../core/integrity/jws.ts';
import { type PublicKey, readPublicKey } from '../../../core/integrity/keys.ts';
import { verifyEd25519, verifyP256 } from '../../../core/integrity/signature.ts';

/* Vectors of others against our verifiers; where they come from is in wycheproof/README.md. */

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}
interface Vectors {
  readonly numberOfTests: number;
  readonly testGroups: readonly { readonly publicKeyPem: string; readonly tests: readonly Vector[] }[];
}
type Verify = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean;

const path = (name: string): URL => new URL(`wycheproof/${name}`, import.meta.url);
const vectorsOf = (name: string): Vectors => JSON.parse(readFileSync(path(name), 'utf8')) as Vectors;

/** What this verifier says of each vector of the file, where it is not what the file says. */
function disagreements(name: string, verify: Verify) {
  const { testGroups, numberOfTests } = vectorsOf(name);
  const tally = { valid: 0, invalid: 0 };
  const wrong: string[] = [];
  for (const { publicKeyPem, tests } of testGroups) {
    const key = readPublicKey(publicKeyPem);
    if (!key) throw new Error(`unreadable: ${publicKeyPem}`);
    for (const { tcId, comment, msg, sig, result } of tests) {
      tally[result] += 1;
      const said = verify(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'));
      if (said !== (result === 'valid')) wrong.push(`${tcId} ${comment}: ${said}`);
    }
  }
  return { wrong, tally, numberOfTests };
}

/** The verifier of enrolments, assertions and receipts. */
const asJws: Verify = (key, signingInput, signature) =>
  verifyJws({ keyId: undefined, claims: {}, signingInput, signature, digest: '' }, key);

const DER = 'ecdsa_secp256r1_sha256_test.json';
const RAW = 'ecdsa_secp256r1_sha256_p1363_test.json';
const ED25519 = 'ed25519_test.json';

describe('every valid vector is taken, every invalid one refused', () => {
  it.each([
    { name: DER, verify: verifyP256, tally: { valid: 174, invalid: 310 } },
    { name: RAW, verify: asJws, tally: { valid: 173, invalid: 89 } },
    { name: ED25519, verify: verifyEd25519, tally: { valid: 88, invalid: 63 } },
  ])('$name', ({ name, verify, tally }) => {
    const seen = disagreements(name, verify);
    expect(seen.wrong).toStrictEqual([]);
    expect(seen.tally).toStrictEqual(tally);
    expect(seen.tally.valid + seen.tally.invalid).toBe(seen.numberOfTests);
  });
});

describe('one form is never taken for the other', () => {
  it.each([
    { name: RAW, verify: verifyP256, what: 'r ‖ s by the verifier of DER' },
    { name: DER, verify: asJws, what: 'DER by the verifier of r ‖ s' },
    { name: ED25519, verify: verifyP256, what: 'Ed25519 by a verifier of P-256' },
    { name: DER, verify: verifyEd25519, what: 'P-256 by a verifier of Ed25519' },
  ])('$what', ({ name, verify }) => {
    const { wrong, tally } = disagreements(name, verify);
    // Exactly the valid ones are refused, and nothing else is taken for them.
    expect(wrong.filter((it) => it.endsWith('true'))).toStrictEqual([]);
    expect(wrong.length).toBe(tally.valid);
  });
});

it('the vectors are those that their note names', () => {
  const note = readFileSync(path('README.md'), 'utf8');
  for (const name of [DER, RAW, ED25519]) {
    const digest = createHash('sha256')
      .update(readFileSync(path(name)))
      .digest('hex');
    expect(note).toContain(`\`${name}\` | ${vectorsOf(name).numberOfTests} | \`${digest}\``);
  }
});
