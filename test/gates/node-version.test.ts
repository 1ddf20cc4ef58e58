import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/plant.ts';

/** Runs the check as if on another Node: its exit code, 0 if it lets the program go on, and what it says. */
function checkOn(version: string): { code: number; said: string } {
  const seen = { code: 0, said: '' };
  runInNewContext(readFileSync(join(ROOT, 'bin/check-node.cjs'), 'utf8'), {
    process: {
      versions: { node: version },
      execPath: '/opt/node',
      exit: (code: number) => Object.assign(seen, { code }),
    },
    console: { error: (text: string) => Object.assign(seen, { said: text }) },
  });
  return seen;
}

describe('the Node check', () => {
  it.each(['24.0.0', '24.21.0', '26.1.0'])('lets %s pass without a word', (version) => {
    expect(checkOn(version)).toStrictEqual({ code: 0, said: '' });
  });

  it.each(['20.20.2', '22.18.0', '23.11.1'])('says to %s which Node is needed', (version) => {
    const { code, said } = checkOn(version);
    expect(code).toBe(1);
    expect(said.split('\n')[0]).toBe(`Plumbline needs Node 24 or newer; this is Node ${version} (/opt/node).`);
  });

  it('comes before every program a person starts', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const script of ['start', 'demo', 'plumb', 'test'])
      expect(scripts[script]).toMatch(/^node .*bin\/check-node\.cjs /);
  });

  it('these tests run on the Node the project brings along', () => {
    expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
  });
});
