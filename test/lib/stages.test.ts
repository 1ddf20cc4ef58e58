import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../lib/stages.ts';
import { ROOT, treeFiles } from '../support/plant.ts';

const names = Object.keys(STAGES);
const THE_FILE = 'lib/stages.ts';

/** Stages that a source file knows by name. */
const knownIn = (source: string): string[] => names.filter((name) => new RegExp(`['"\`]${name}['"\`]`).test(source));

describe('what differs between stages', () => {
  it('would be seen elsewhere', () => {
    expect(knownIn("if (stageName === 'prod') protect();")).toStrictEqual(['prod']);
    expect(knownIn('const where = `local-http`;')).toStrictEqual(['local-http']);
    expect(knownIn('const product = "production";')).toStrictEqual([]);
  });

  it('is in one file', () => {
    const files = treeFiles('*.ts').filter((file) => file.startsWith('lib/') || file === 'bin/cdk.ts');
    expect(files.length).toBeGreaterThanOrEqual(30);
    const found = files.filter((file) => knownIn(readFileSync(join(ROOT, file), 'utf8')).length > 0);
    // The stage that a person gets who names none.
    expect(found).toStrictEqual(['lib/parameters.ts', THE_FILE]);
    expect(knownIn(readFileSync(join(ROOT, 'lib/parameters.ts'), 'utf8'))).toStrictEqual(['dev']);
  });

  it('between local ones and dev is what emulators lack, and shorter waits', () => {
    const differs = (a: object, b: object) =>
      Object.keys(a).filter((key) => JSON.stringify(Reflect.get(a, key)) !== JSON.stringify(Reflect.get(b, key)));
    expect(differs(STAGES.dev, STAGES.local)).toStrictEqual([
      'ingress',
      'checkpointKey',
      'eventSchemas',
      'ownPeople',
      'settings',
    ]);
    expect(differs(STAGES.local, STAGES['local-http'])).toStrictEqual([
      'ingress',
      'archiveDays',
      'requestConditions',
      'summedAlarms',
    ]);
  });
});
