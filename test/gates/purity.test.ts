import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { ROOT, treeFiles } from '../support/plant.ts';

const IMPURE =
  /^(new Date(\(\))?|Date\(\)|Date\.now|Math\.random|performance(\..*)?|process|fetch|console|crypto|globalThis|queueMicrotask|setTimeout|setInterval|setImmediate|structuredClone)$/;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly async?: boolean;
}

/** What in a source text is asynchronous, or reads clock, randomness or surroundings; what does not parse counts too. */
function impurities(path: string, source: string): string[] {
  const { program, errors } = parseSync(path, source);
  const found = errors.map(({ message }) => message);
  const named = new Set<number>(); // start of names that are only keys: `{ process: 1 }`, `x.process`
  const key = (node: { computed: boolean; shorthand?: boolean }, name: Span): void => {
    if (!node.computed && !node.shorthand) named.add(name.start);
  };
  const look = (node: Span): void => {
    const text = source.slice(node.start, node.end);
    if (node.async || (IMPURE.test(text) && !named.has(node.start))) found.push(text);
  };
  const whole = (node: Span): void => {
    found.push(source.slice(node.start, node.end));
  };
  new Visitor({
    Property: (node) => key(node, node.key),
    PropertyDefinition: (node) => key(node, node.key),
    TSPropertySignature: (node) => key(node, node.key),
    MemberExpression: (node) => {
      look(node);
      key(node, node.property);
    },
    FunctionDeclaration: look,
    FunctionExpression: look,
    ArrowFunctionExpression: look,
    NewExpression: look,
    CallExpression: look,
    Identifier: look,
    AwaitExpression: whole,
    ImportExpression: whole,
  }).visit(program);
  return [...new Set(found)];
}

describe('core is pure', () => {
  it.each([
    'async () => 1',
    'async function () {}',
    'new Date()',
    'new Date',
    'Date()',
    'Date.now',
    'Math.random',
    'performance',
    'structuredClone',
    'process',
    'fetch',
    'console',
    'crypto',
    'globalThis',
    'queueMicrotask',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'await 1',
    "import('./other.ts')",
  ])('sees a planted %s', (what) => {
    expect(impurities('planted.ts', `const planted = ${what};`)).toStrictEqual([what]);
  });

  it('sees what does not parse', () => {
    expect(impurities('planted.ts', 'const = 1;')).not.toStrictEqual([]);
  });

  it.each(['new Date(atMs).toISOString()', 'Date.parse(at)', '{ process: 1 }', 'run.process', 'Math.max(1, 2)'])(
    'has nothing against %s',
    (what) => {
      expect(impurities('planted.ts', `const planted = ${what};`)).toStrictEqual([]);
    },
  );

  const files = treeFiles('core/*.ts');
  it('looks at all of core', () => {
    expect(files.length).toBeGreaterThanOrEqual(170); // a floor: raise it as core grows
  });
  it.each(files)('%s', (file) => {
    expect(impurities(file, readFileSync(join(ROOT, file), 'utf8'))).toStrictEqual([]);
  });
});
