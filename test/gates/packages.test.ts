import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/plant.ts';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Locked>>;

/** Where Node would find `name` from the package at `from`: nearest node_modules first. */
function locate(packages: Packages, from: string, name: string): Locked | undefined {
  const steps = from === '' ? [] : from.split('/node_modules/');
  for (let depth = steps.length; depth >= 0; depth--) {
    const place = [...steps.slice(0, depth), ''].join('/node_modules/').replace(/^\/?/, '');
    const found = packages[depth === 0 ? `node_modules/${name}` : `${place}${name}`];
    if (found) return found;
  }
  return undefined;
}

/** Optional packages that the lock leaves out: `npm ci` then refuses the whole lock, on every platform. */
const leftOut = (packages: Packages): string[] =>
  Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locate(packages, from, name)?.version)
      .map((name) => `${from}: ${name}`),
  );

const located = (packages: Packages): string[] => Object.keys(packages).filter((place) => packages[place]?.resolved);

type Ranges = Readonly<Record<string, string>>;
const loose = (ranges: Ranges): string[] =>
  Object.entries(ranges).flatMap(([name, range]) => (/^\d+\.\d+\.\d+$/.test(range) ? [] : name));

const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

describe('packages', () => {
  const { packages } = read('package-lock.json') as { packages: Packages };
  const manifest = read('package.json') as Record<string, Readonly<Record<string, string>>>;

  it('sees a planted optional package without a place in the lock', () => {
    const planted: Packages = {
      'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } },
      'node_modules/a-linux': { version: '1.0.0' },
    };
    expect(leftOut(planted)).toStrictEqual(['node_modules/a: a-darwin']);
  });

  it('sees a planted download address', () => {
    expect(located({ 'node_modules/a': { resolved: 'https://example.org/a.tgz' } })).toStrictEqual(['node_modules/a']);
  });

  it('sees a planted range', () => {
    expect(loose({ a: '^1.0.0', b: '1.x', c: 'latest', d: '1.2.3' })).toStrictEqual(['a', 'b', 'c']);
  });

  it('the lock names every platform and no download address', () => {
    expect(Object.keys(packages).length).toBeGreaterThanOrEqual(300); // a floor
    expect(leftOut(packages)).toStrictEqual([]);
    expect(located(packages)).toStrictEqual([]);
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('omit-lockfile-registry-resolved=true\n');
  });

  it('every version is pinned exactly', () => {
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'].map((kind) => manifest[kind] ?? {});
    expect(kinds.flatMap((ranges) => Object.keys(ranges)).length).toBeGreaterThanOrEqual(30);
    expect(kinds.flatMap(loose)).toStrictEqual([]);
  });
});
