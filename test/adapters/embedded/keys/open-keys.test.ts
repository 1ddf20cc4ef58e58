import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeys } from '../../../../adapters/embedded/keys/open-keys.ts';
import { newSigningKey } from '../../../../adapters/embedded/keys/signer.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const clock = virtualClock();
const NAMES = ['checkpoint-20261122T093000000Z.pem', 'master.key', 'release-20261122T093000000Z.pem'];

describe('keys of a server', () => {
  it('are made at first start, for their owner alone, and stay', async () => {
    const folder = join(tempFolder(), 'keys');
    const first = openKeys(folder, clock);
    expect(readdirSync(folder).toSorted()).toStrictEqual(NAMES);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(NAMES.map((name) => statSync(join(folder, name)).mode & 0o777)).toStrictEqual([0o600, 0o600, 0o600]);
    const second = openKeys(folder, clock);
    expect(await second.signer.publicKeys()).toStrictEqual(await first.signer.publicKeys());
    expect(await second.keyring.hmacKey('cursor')).toStrictEqual(await first.keyring.hmacKey('cursor'));
    expect((await first.signer.publicKeys()).map(({ notBefore }) => notBefore)).toStrictEqual([
      clock.instant(),
      clock.instant(),
    ]);
  });

  it.each(NAMES)('%s is refused when others may read it', (name) => {
    const folder = tempFolder();
    openKeys(folder, clock);
    chmodSync(join(folder, name), 0o640);
    expect(() => openKeys(folder, clock)).toThrow(`${name} must be readable by its owner alone`);
  });

  it('a newer key takes over signing, the older stays known', async () => {
    const folder = tempFolder();
    const [old] = (await openKeys(folder, clock).signer.publicKeys()).filter(({ role }) => role === 'release');
    const path = join(folder, 'release-20270101T000000000Z.pem');
    writeFileSync(path, newSigningKey('release', clock.instant()).privateKey, { mode: 0o600 });
    const { signer } = openKeys(folder, clock);
    const release = (await signer.publicKeys()).filter(({ role }) => role === 'release');
    expect(release.map(({ notBefore }) => notBefore)).toStrictEqual([
      '2027-01-01T00:00:00.000Z',
      '2026-11-22T09:30:00.000Z',
    ]);
    expect(release[1]).toStrictEqual(old);
    expect((await signer.sign('release', Buffer.from('x'))).keyId).toBe(release[0]?.keyId);
  });

  it('a key of the wrong kind is refused', () => {
    const folder = join(tempFolder(), 'keys');
    mkdirSync(folder, { mode: 0o700 });
    const path = join(folder, 'release-20270101T000000000Z.pem');
    writeFileSync(path, newSigningKey('checkpoint', clock.instant()).privateKey, { mode: 0o600 });
    expect(() => openKeys(folder, clock)).toThrow('not a P-256 key');
  });
});
