import type { Json } from '../../../schemas/words.ts';
import type { Choice, Comparison, Rule } from './machine.ts';
import { findAt, PathFailure } from './path.ts';

/** @returns the next state, or undefined when no rule matches and there is no default (`States.NoChoiceMatched`) */
export function choose({ Choices, Default }: Choice, data: Json, context: Json): string | undefined {
  return Choices.find((rule) => holds(rule, data, context))?.Next ?? Default;
}

/** @throws PathFailure when a variable is missing and the rule does not ask just that */
function holds(rule: Rule, data: Json, context: Json): boolean {
  if ('And' in rule) return rule.And.every((each) => holds(each, data, context));
  if ('Or' in rule) return rule.Or.some((each) => holds(each, data, context));
  if ('Not' in rule) return !holds(rule.Not, data, context);
  const value = findAt(rule.Variable, data, context);
  if (rule.IsPresent !== undefined) return (value !== undefined) === rule.IsPresent;
  if (value === undefined) throw new PathFailure(`a choice asks for ${rule.Variable}, which is not there`);
  return compare(rule, value);
}

/** A comparison of another kind than the value's is false, never an error. */
function compare(rule: Comparison, value: Json): boolean {
  const numeric = (test: (number: number) => boolean): boolean => typeof value === 'number' && test(value);
  if (rule.StringEquals !== undefined) return value === rule.StringEquals;
  if (rule.BooleanEquals !== undefined) return value === rule.BooleanEquals;
  if (rule.IsNull !== undefined) return (value === null) === rule.IsNull;
  if (rule.IsString !== undefined) return (typeof value === 'string') === rule.IsString;
  if (rule.IsNumeric !== undefined) return (typeof value === 'number') === rule.IsNumeric;
  if (rule.IsBoolean !== undefined) return (typeof value === 'boolean') === rule.IsBoolean;
  const { NumericEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, NumericGreaterThanEquals } = rule;
  if (NumericEquals !== undefined) return value === NumericEquals;
  if (NumericLessThan !== undefined) return numeric((number) => number < NumericLessThan);
  if (NumericLessThanEquals !== undefined) return numeric((number) => number <= NumericLessThanEquals);
  if (NumericGreaterThan !== undefined) return numeric((number) => number > NumericGreaterThan);
  return numeric((number) => number >= (NumericGreaterThanEquals ?? Number.POSITIVE_INFINITY));
}
