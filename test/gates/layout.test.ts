import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, treeFiles } from '../support/plant.ts';

const MAX_LINES = 200;
const lines = (text: string): number => text.replace(/\n$/, '').split('\n').length;
const tooLong = (text: string): boolean => lines(text) > MAX_LINES;

const vague = (path: string): boolean =>
  path.split('/').some((part) => /^(utils?|helpers?|common|managers?)(\.|$)/.test(part));

describe('size', () => {
  it('sees a planted file of 201 lines, and lets 200 pass', () => {
    expect(tooLong('x\n'.repeat(201))).toBe(true);
    expect(tooLong('x\n'.repeat(200))).toBe(false);
    expect(tooLong(`${'x\n'.repeat(199)}x`)).toBe(false);
  });

  const files = treeFiles('*.ts', '*.cjs').filter((file) => !/^(test|schemas\/generated)\//.test(file));
  it('is looked at in every source file', () => {
    expect(files.length).toBeGreaterThanOrEqual(600); // a floor: raise it as the tree grows
  });
  it(`no source file has more than ${MAX_LINES} lines`, () => {
    expect(files.filter((file) => tooLong(readFileSync(join(ROOT, file), 'utf8')))).toStrictEqual([]);
  });
});

describe('names', () => {
  it.each(['core/utils/a.ts', 'core/util.ts', 'test/helpers.ts', 'schemas/common.ts', 'server/manager.test.ts'])(
    'sees a planted %s',
    (path) => {
      expect(vague(path)).toBe(true);
    },
  );

  it.each(['core/common-name.ts', 'core/utility-bill.ts'])('has nothing against %s', (path) => {
    expect(vague(path)).toBe(false);
  });

  it('no folder or file is named for nothing in particular', () => {
    const files = treeFiles();
    expect(files.length).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
    expect(files.filter(vague)).toStrictEqual([]);
  });
});
