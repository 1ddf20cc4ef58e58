import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMULATORS } from '../../../local/emulator.ts';
import { configOf, SUITES } from '../../../local/test-aws/suites.ts';
import { ROOT } from '../../support/plant.ts';

const files = globSync('test/aws/**/*.test.ts', { cwd: ROOT });
const runAt = (file: string) =>
  SUITES.filter(({ folders }) => folders.some((name) => file.startsWith(`test/aws/${name}`)));

describe('what runs on emulated AWS', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThanOrEqual(20); // a floor
  });
  it('is every test there is', () => {
    expect(files.filter((file) => runAt(file).length === 0)).toStrictEqual([]);
  });
  it.each(SUITES)('$name on $on has tests and a configuration', (suite) => {
    for (const folder of suite.folders) expect(files.some((file) => file.startsWith(`test/aws/${folder}`))).toBe(true);
    expect(existsSync(join(ROOT, configOf(suite)))).toBe(true);
  });
  it('uses every emulator', () => {
    expect([...new Set(SUITES.map(({ on }) => on))]).toStrictEqual([...EMULATORS]);
  });
  it('plays the journeys on each deployment, and faults where failures are handled as on AWS', () => {
    const places = (folder: string) => SUITES.filter(({ folders }) => folders.includes(folder)).map(({ on }) => on);
    expect(places('journeys')).toStrictEqual([...EMULATORS]);
    expect(places('faults')).toStrictEqual(['localstack']);
  });
});
