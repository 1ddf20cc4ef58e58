import * as z from 'zod';
import { isPath } from './path.ts';
import { unsupportedInTemplate } from './template.ts';

/*
 * The part of the Amazon States Language (JSONPath) that this stepper runs, exactly. What is not named here is refused
 * when the file is loaded, because a field that is silently ignored would run differently on AWS.
 */

const Path = z.string().refine(isPath, 'only paths like $, $.a.b, $.list[0], $$.Execution.Name');
const ReferencePath = Path.refine((path) => !path.startsWith('$$'), 'a reference path is into the data');
const Template = z.json().superRefine((template, context) => {
  for (const message of unsupportedInTemplate(template)) context.addIssue({ code: 'custom', message });
});
const Name = z.string().min(1).max(80);
const WholeSeconds = z.int().min(0).max(99_999_999);

const io = { Comment: z.string().optional(), InputPath: Path.nullish(), OutputPath: Path.nullish() };
const onwards = { Next: Name.optional(), End: z.literal(true).optional() };
const result = { ResultPath: ReferencePath.nullish() };

const Retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: WholeSeconds.min(1).default(1),
  MaxAttempts: WholeSeconds.default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: WholeSeconds.min(1).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({ ErrorEquals: z.array(z.string()).min(1), Next: Name, ...result });

const Task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string().min(1),
  ...io,
  ...onwards,
  ...result,
  Parameters: Template.optional(),
  ResultSelector: Template.optional(),
  TimeoutSeconds: WholeSeconds.min(1).optional(),
  Retry: z.array(Retrier).default([]),
  Catch: z.array(Catcher).default([]),
});
export type Task = z.infer<typeof Task>;

const WAITS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'] as const;
const Wait = z
  .strictObject({
    Type: z.literal('Wait'),
    ...io,
    ...onwards,
    Seconds: WholeSeconds.optional(),
    SecondsPath: ReferencePath.optional(),
    Timestamp: z.iso.datetime().optional(),
    TimestampPath: ReferencePath.optional(),
  })
  .refine((state) => WAITS.filter((field) => state[field] !== undefined).length === 1, `exactly one of ${WAITS}`);
export type Wait = z.infer<typeof Wait>;

const Comparison = z.strictObject({
  Next: Name.optional(),
  Variable: Path,
  StringEquals: z.string().optional(),
  NumericEquals: z.number().optional(),
  NumericLessThan: z.number().optional(),
  NumericLessThanEquals: z.number().optional(),
  NumericGreaterThan: z.number().optional(),
  NumericGreaterThanEquals: z.number().optional(),
  BooleanEquals: z.boolean().optional(),
  IsPresent: z.boolean().optional(),
  IsNull: z.boolean().optional(),
  IsString: z.boolean().optional(),
  IsNumeric: z.boolean().optional(),
  IsBoolean: z.boolean().optional(),
});
export type Comparison = z.infer<typeof Comparison>;
const OneComparison = Comparison.refine(
  (rule) => Object.keys(rule).filter((field) => field !== 'Variable' && field !== 'Next').length === 1,
  'exactly one comparison',
);
export type Rule =
  | Comparison
  | { Next?: string | undefined; And: Rule[] }
  | { Next?: string | undefined; Or: Rule[] }
  | { Next?: string | undefined; Not: Rule };
const Rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    OneComparison,
    z.strictObject({ Next: Name.optional(), And: z.array(Rule).min(1) }),
    z.strictObject({ Next: Name.optional(), Or: z.array(Rule).min(1) }),
    z.strictObject({ Next: Name.optional(), Not: Rule }),
  ]),
);
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...io,
  Choices: z
    .array(Rule)
    .min(1)
    .refine((rules) => rules.every(({ Next }) => Next !== undefined), 'every choice needs Next'),
  Default: Name.optional(),
});
export type Choice = z.infer<typeof Choice>;

const Pass = z.strictObject({
  Type: z.literal('Pass'),
  ...io,
  ...onwards,
  ...result,
  Parameters: Template.optional(),
  Result: z.json().optional(),
});
export type Pass = z.infer<typeof Pass>;

const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...io });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const State = z
  .discriminatedUnion('Type', [Task, Wait, Choice, Pass, Succeed, Fail])
  .refine(
    (state) => !('Resource' in state || state.Type === 'Wait' || state.Type === 'Pass') || goesOn(state),
    'exactly one of Next and End',
  );
export type State = z.infer<typeof State>;

export const Machine = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  StartAt: Name,
  States: z.record(Name, State),
});
export type Machine = z.infer<typeof Machine>;

const goesOn = ({ Next, End }: { Next?: string | undefined; End?: true | undefined }): boolean =>
  (Next === undefined) !== (End === undefined);
