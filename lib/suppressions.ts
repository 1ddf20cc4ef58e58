import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Every rule of AwsSolutions that this app knowingly breaks, and why. Each finding is acknowledged where it is made. */
export const SUPPRESSIONS = {
  openRoute: {
    rule: 'AwsSolutions-APIG4',
    reason:
      'Nodes come with tokens of their own, which the handler checks; health, API document and public keys are for anyone.',
  },
  belowOneResource: {
    rule: 'AwsSolutions-IAM5',
    reason: 'Objects, executions and feeds get their names later; the wildcard stands below one exact resource.',
  },
  logDelivery: {
    rule: 'AwsSolutions-IAM5',
    reason: 'CloudWatch Logs offers the delivery of a state machine’s log for no narrower resource.',
  },
  notTraced: {
    rule: 'AwsSolutions-SF2',
    reason: 'Executions wait for hours and their log says everything; traces of requests are W3C trace ids in events.',
  },
} as const satisfies { readonly [name: string]: { readonly rule: string; readonly reason: string } };

/** Acknowledges a rule on one construct; `arn` where the rule names the resource in its finding. */
export function suppress(on: IConstruct, which: keyof typeof SUPPRESSIONS, arn?: string): void {
  const { rule, reason } = SUPPRESSIONS[which];
  const finding = arn === undefined ? '' : `[Resource::${flat(Stack.of(on).resolve(arn))}]`;
  Validations.of(on).acknowledge({ id: `${rule}${finding}`, reason });
}

/** An ARN as cdk-nag writes it. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, inner] = ['', '']] = Object.entries(value as Record<string, unknown>);
  if (name === 'Ref') return `<${inner}>`;
  if (name === 'Fn::ImportValue') return String(inner);
  const [delimiter, parts] = inner as [string, unknown[]];
  return parts.map(flat).join(delimiter);
}
