import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkpointOrigin,
  checkpointText,
  openCheckpoint,
  readCheckpoint,
  signedCheckpoint,
} from '../../../core/integrity/checkpoint.ts';
import { type PublicKey, readPublicKey } from '../../../core/integrity/keys.ts';
import { EMPTY_ROOT } from '../../../core/integrity/merkle.ts';
import { noteOf, openNote, readNote, verifierKey } from '../../../core/integrity/note.ts';

const ed = (raw: Uint8Array): PublicKey => {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]).toString('base64');
  return readPublicKey(`-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`) as PublicKey;
};

/** The example of golang.org/x/mod/sumdb/note. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const peter = ed(Buffer.from(PETER.split('+').slice(2).join('+'), 'base64').subarray(1));
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

describe('the signed note of the Go library', () => {
  it('is opened by its key', () => expect(openNote(NOTE, 'PeterNeumann', [peter])).toBe(TEXT));
  it('has the key that the library prints', () => expect(verifierKey('PeterNeumann', peter)).toBe(PETER));
  it('is opened among signatures of others', () => {
    const witnessed = NOTE.replace('— Peter', '— witness.example/w1 AAAAAAAAAAAA\n— Peter');
    expect(openNote(witnessed, 'PeterNeumann', [peter])).toBe(TEXT);
  });
  it.each([
    { name: 'another name', note: NOTE, signer: 'EnochRoot' },
    { name: 'a changed text', note: NOTE.replace('answer', 'Answer'), signer: 'PeterNeumann' },
    { name: 'a changed key hash', note: NOTE.replace('x08go', 'x08gp'), signer: 'PeterNeumann' },
    { name: 'a changed signature', note: NOTE.replace('JnAM=', 'JnBM='), signer: 'PeterNeumann' },
    {
      name: 'a signature line under another name',
      note: NOTE.replace('— PeterNeumann', '— EnochRoot'),
      signer: 'PeterNeumann',
    },
    { name: 'a hyphen for the dash', note: NOTE.replace('—', '-'), signer: 'PeterNeumann' },
    { name: 'no last newline', note: NOTE.slice(0, -1), signer: 'PeterNeumann' },
    { name: 'no empty line', note: NOTE.replace('\n\n', '\n'), signer: 'PeterNeumann' },
    { name: 'a carriage return', note: NOTE.replace('problem,\n', 'problem,\r\n'), signer: 'PeterNeumann' },
  ])('is not opened with $name', ({ note, signer }) => expect(openNote(note, signer, [peter])).toBeUndefined());
  it('has at most sixteen signatures', () => {
    const more = (count: number) => readNote(NOTE + '— other AAAAAAAAAAAA\n'.repeat(count));
    expect(more(15)?.signatures).toHaveLength(16);
    expect(more(16)).toBeUndefined();
  });
  it('is at most 64 KiB of UTF-8 long', () => {
    const sized = (bytes: number) => {
      const [begin, end] = ['é\n', '\n\n— other AAAAAAAA\n'];
      return readNote(begin + 'x'.repeat(bytes - Buffer.byteLength(begin + end)) + end);
    };
    expect(sized(65_536)?.signatures).toHaveLength(1);
    expect(sized(65_537)).toBeUndefined();
  });
  it.each([
    { name: 'words before the dash', line: 'and — other AAAAAAAA' },
    { name: 'words behind the signature', line: '— other AAAAAAAA AAAA' },
    { name: 'a plus in the name', line: '— oth+er AAAAAAAA' },
    { name: 'no name', line: '— AAAAAAAA' },
    { name: 'no base64', line: '— other AAAA?AAA' },
    { name: 'a key hash and nothing else', line: '— other AAAAAA==' },
    { name: 'nothing at all', line: '' },
  ])('has no signature line with $name', ({ line }) => {
    expect(readNote(`${NOTE}${line}\n`)).toBeUndefined();
    expect(readNote(`text\n\n${line}\n`)).toBeUndefined();
  });
  it('may have a signature of a single byte, of a kind that we do not know', () =>
    expect(readNote('text\n\n— other AAAAAAA=\n')?.signatures).toHaveLength(1));
  it('may have no text, and no half characters', () => {
    expect(readNote('\n\n— other AAAAAAAA\n')).toMatchObject({ text: '\n' });
    expect(readNote('te\ud800xt\n\n— other AAAAAAAA\n')).toBeUndefined();
    expect(readNote('te\u007fxt\n\n— other AAAAAAAA\n')).toBeUndefined();
  });
  it('is opened by any of several keys, and by none of none', () => {
    const other = ed(Buffer.alloc(32, 7));
    expect(openNote(NOTE, 'PeterNeumann', [other, peter])).toBe(TEXT);
    expect(openNote(NOTE, 'PeterNeumann', [other])).toBeUndefined();
    expect(openNote(NOTE, 'PeterNeumann', [])).toBeUndefined();
    expect(openNote('no note', 'PeterNeumann', [peter])).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString()) as PublicKey;
  const checkpoint = { origin: checkpointOrigin('acme fleet'), size: 42, root: EMPTY_ROOT, epoch: 3 };
  const text = checkpointText(checkpoint);
  const note = signedCheckpoint(checkpoint, key, sign(null, Buffer.from(text), privateKey));
  const resigned = (changed: string): string => {
    const other = noteOf(changed, {
      name: checkpoint.origin,
      keyHash: Buffer.from(verifierKey(checkpoint.origin, key).split('+')[1] ?? '', 'hex'),
      signature: sign(null, Buffer.from(changed), privateKey),
    });
    return other;
  };

  it('has its origin, size, root and epoch on a line each', () =>
    expect(text).toBe('plumbline.dev/audit/acme%20fleet\n42\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nepoch 3\n'));
  it('is opened by the checkpoint key for its own control plane', () => {
    expect(openCheckpoint(note, 'acme fleet', [key])).toMatchObject({ size: 42, epoch: 3, origin: checkpoint.origin });
    expect(openCheckpoint(note, 'other fleet', [key])).toBeUndefined();
    expect(openCheckpoint(note, 'acme fleet', [peter])).toBeUndefined();
  });
  it('may have more lines', () =>
    expect(openCheckpoint(resigned(`${text}extension\n`), 'acme fleet', [key])?.size).toBe(42));
  it.each(['', 'epoch\n', 'epoch 03\n', 'epoch -1\n'])('is refused with the epoch line %j', (line) =>
    expect(openCheckpoint(resigned(text.replace('epoch 3\n', line)), 'acme fleet', [key])).toBeUndefined(),
  );
  it.each(['-1', '042', '1e3', '9007199254740993', ''])('is refused with the size "%s"', (size) =>
    expect(openCheckpoint(resigned(text.replace('42', size)), 'acme fleet', [key])).toBeUndefined(),
  );
  it('is refused with a root of another length', () =>
    expect(openCheckpoint(resigned(text.replace(/\n.*=\n/, '\nAAAA\n')), 'acme fleet', [key])).toBeUndefined());
  it('is refused with the origin of another log, whoever signed it', () =>
    expect(openCheckpoint(resigned(text.replace('acme', 'ACME')), 'acme fleet', [key])).toBeUndefined());
  it('can be looked at before it is believed', () => {
    expect(readCheckpoint(note)?.size).toBe(42);
    expect(readCheckpoint('no note')).toBeUndefined();
  });
});
