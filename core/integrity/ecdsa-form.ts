/*
 * The two forms of an ECDSA P-256 signature: DER, as DSSE has it (RFC 3279 §2.2.3), and r ‖ s of 32 bytes each, as JWS
 * has it (RFC 7518 §3.4). They are turned into each other here and not by the option `dsaEncoding`: with options beside
 * the key node:crypto takes half as long again to verify, and more than twice as long to sign.
 */
const HALF = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** @param raw 64 bytes */
export function derOfRaw(raw: Uint8Array): Uint8Array {
  const integers = [...integerOf(raw.subarray(0, HALF)), ...integerOf(raw.subarray(HALF))];
  return Uint8Array.of(SEQUENCE, integers.length, ...integers);
}

/** Shortest form: no zeros in front but the one that keeps a high bit from meaning a sign; zero itself is one byte. */
function integerOf(half: Uint8Array): number[] {
  const first = half.findIndex((byte) => byte !== 0);
  const bytes = first < 0 ? [0] : [...half.subarray(first)];
  if ((bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return [INTEGER, bytes.length, ...bytes];
}

/** @param der strict, see isStrictDer: what this process signed, or a signature that was found to be so */
export function rawOfDer(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * HALF);
  let at = 2;
  for (const end of [HALF, 2 * HALF]) {
    const length = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + length);
    const bytes = length > HALF ? integer.subarray(1) : integer;
    raw.set(bytes, end - bytes.length);
    at += 2 + length;
  }
  return raw;
}
