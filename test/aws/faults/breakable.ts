import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { until } from '../../support/until.ts';
import { functionOf, setEnvironment } from '../support/functions.ts';

const FAULT = join(import.meta.dirname, 'breaks-in-the-middle.ts');

export interface Breakable {
  /** Its next transaction ends the process that makes it. */
  die(when: 'before' | 'after'): void;
  /** Waits until one of its processes stands still before it stores something. @returns lets it go on */
  hold(): Promise<() => void>;
}

/** The function of the rollout's steps, for the tests of one file with something in it that breaks when it is told to. */
export function breakableRollout(): Breakable {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-breaks-'));
  const file = (name: string) => join(folder, name);
  let putBack = async (): Promise<void> => {};
  beforeAll(async () => {
    const name = await functionOf('rollout');
    putBack = await setEnvironment(name, { NODE_OPTIONS: `--import ${FAULT}`, TEST_BREAKS: folder });
  });
  afterAll(async () => {
    await putBack();
    rmSync(folder, { recursive: true });
  });
  return {
    die: (when) => writeFileSync(file(when), ''),
    async hold() {
      writeFileSync(file('hold'), '');
      await until(
        () => existsSync(file('holding')),
        (holding) => holding,
      );
      return () => rmSync(file('holding'));
    },
  };
}
