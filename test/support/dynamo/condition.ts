import type { Attribute, Item } from '../../../adapters/aws/dynamodb/dynamo-call.ts';

export interface Bindings {
  readonly ExpressionAttributeNames?: { readonly [placeholder: string]: string };
  readonly ExpressionAttributeValues?: Item;
}

const bytes = (value: string): Buffer => Buffer.from(value);
const compare = (a: Attribute, b: Attribute): number =>
  'N' in a && 'N' in b ? Number(a.N) - Number(b.N) : Buffer.compare(bytes(textOf(a)), bytes(textOf(b)));
/** Binary values, of pulses alone, are base64 here. */
const textOf = (value: Attribute): string => String(Object.values(value)[0]);

const COMPARISONS: { readonly [operator: string]: (order: number) => boolean } = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** The same few expressions are asked of a hundred thousand items. */
const known = new Map<string, readonly string[]>();
function tokensOf(expression: string): readonly string[] {
  const tokens = known.get(expression) ?? expression.match(/[#:]?[A-Za-z_][A-Za-z0-9_]*|<>|<=|>=|[()=<>,]/g) ?? [];
  known.set(expression, tokens);
  return tokens;
}

/**
 * Whether a condition, key condition or filter of DynamoDB holds for an item. Knows the words that adapters use, and
 * refuses every other. The suites of the adapters show on DynamoDB Local that it agrees with Amazon's.
 */
export function holds(expression: string | undefined, item: Item | undefined, bindings: Bindings): boolean {
  if (expression === undefined) return true;
  const tokens = tokensOf(expression);
  let at = 0;
  const take = (): string => tokens[at++] ?? '';
  const taken = (token: string): boolean => tokens[at] === token && at++ >= 0;
  const expect = (token: string): void => {
    if (!taken(token)) throw new Error(`expected ${token} at ${tokens[at]} in ${expression}`);
  };
  const operand = (token = take()): Attribute | undefined => {
    if (token.startsWith(':')) return bindings.ExpressionAttributeValues?.[token] ?? missing(token);
    const name = token.startsWith('#') ? (bindings.ExpressionAttributeNames?.[token] ?? missing(token)) : token;
    return item?.[name];
  };
  const missing = (token: string): never => {
    throw new Error(`${token} is not bound in ${expression}`);
  };

  const either = (): boolean => {
    let result = both();
    while (taken('OR')) result = both() || result;
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (taken('AND')) result = one() && result;
    return result;
  };
  const one = (): boolean => {
    if (taken('(')) {
      const inner = either();
      expect(')');
      return inner;
    }
    const word = take();
    if (tokens[at] === '(') return call(word);
    const left = operand(word);
    const operator = take();
    if (operator === 'BETWEEN') {
      const low = operand();
      expect('AND');
      const high = operand();
      return (
        left !== undefined &&
        low !== undefined &&
        high !== undefined &&
        compare(low, left) <= 0 &&
        compare(left, high) <= 0
      );
    }
    const right = operand();
    const holdsFor = COMPARISONS[operator];
    if (!holdsFor) throw new Error(`no operator ${operator} in ${expression}`);
    return left !== undefined && right !== undefined && holdsFor(compare(left, right));
  };
  const call = (name: string): boolean => {
    expect('(');
    const subject = operand();
    if (name === 'begins_with') expect(',');
    const prefix = name === 'begins_with' ? operand() : undefined;
    expect(')');
    if (name === 'attribute_exists') return subject !== undefined;
    if (name === 'attribute_not_exists') return subject === undefined;
    if (prefix && subject) return textOf(subject).startsWith(textOf(prefix));
    if (name === 'begins_with') return false;
    throw new Error(`no function ${name} in ${expression}`);
  };
  const result = either();
  if (at !== tokens.length) throw new Error(`unread ${tokens.slice(at).join(' ')} in ${expression}`);
  return result;
}
