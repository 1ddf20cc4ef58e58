import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Issuer } from '../parameters.ts';
import type { Stage } from '../stages.ts';

/** Where people and nodes reach the control plane; base URLs, without `/api/v1`. */
export interface Ingress {
  readonly peopleUrl: string;
  readonly nodeUrl: string;
  /** Answers 5xx, per minute. */
  readonly faults: Metric | MathExpression;
}

export interface IngressProps {
  readonly control: IFunction;
  readonly node: IFunction;
  readonly issuer: Issuer;
  readonly stage: Stage;
}
