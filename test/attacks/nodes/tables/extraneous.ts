import { newSigningKey } from '../../../support/signing-keys.ts';
import { attacks } from '../stage/attack.ts';
import { forged } from '../stage/forgery.ts';
import {
  bending,
  bendingCheckIns,
  bendingContent,
  bendingDirectives,
  bendingReleases,
  read,
  said,
} from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

const own = newSigningKey();

/** More than was asked for, or than was signed. */
export const EXTRANEOUS = attacks('extraneous dependencies', 'path', [
  {
    name: 'bytes behind the end of a file',
    mount: onThePath(() => bendingContent((bytes) => Buffer.concat([bytes, Buffer.from('\n')]))),
    told: ['too_large', 'too_large'],
  },
  {
    name: 'files larger than was signed, and announced so',
    mount: onThePath(() =>
      bendingCheckIns((answer) => ({
        ...answer,
        urls: answer.urls.map((it) => (it.url.includes('/blobs/release/') ? it : { ...it, sizeBytes: 1_000_000 })),
      })),
    ),
    told: ['size_mismatch', 'size_mismatch'],
  },
  {
    name: 'a release announced as larger than any may be',
    mount: onThePath(() =>
      bendingCheckIns((answer) => ({
        ...answer,
        urls: answer.urls.map((it) => (it.url.includes('/blobs/release/') ? { ...it, sizeBytes: 1_048_577 } : it)),
      })),
    ),
    told: ['too_large'],
  },
  {
    name: 'a second signature beside the true one of a directive',
    mount: onThePath(() =>
      bendingDirectives((it) => ({ ...it, signatures: [...it.signatures, ...forged(it, own).signatures] })),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a second signature before the true one of a release',
    mount: onThePath(() =>
      bendingReleases((it) => ({ ...it, signatures: [...forged(it, own).signatures, ...it.signatures] })),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'orders to run something, and addresses nobody asked for',
    mount: (stage) => {
      stage.hop = bendingCheckIns((answer) => ({
        ...answer,
        orders: [{ id: 'order-1', kind: 'run', command: ['sh', '-c', 'id'], url: 'http://127.0.0.1:8080/blobs/x' }],
        urls: [{ sha256: 'e'.repeat(64), url: 'http://127.0.0.1:8080/blobs/x/e', sizeBytes: 1 }],
        exec: 'id',
      }));
    },
    told: [],
    shown: { log: 'order unknown_kind' },
  },
  {
    name: 'members that no release has, in its payload',
    mount: onThePath(() =>
      bending('release', (answer) => {
        const envelope = read<{ payload: string }>(answer);
        return said({ ...envelope, payload: `${envelope.payload}AAAA`, preinstall: 'id' });
      }),
    ),
    told: ['too_large'],
  },
]);
