import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Issuer } from '../parameters.ts';
import type { Stage } from '../stages.ts';
import { FunctionUrls } from './function-urls.ts';
import { HttpIngress } from './http-ingress.ts';

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

/** One ingress in two forms; both hand over events of payload format 2.0, and the handlers check tokens behind both. */
export const ingress = (scope: Construct, id: string, props: IngressProps): Ingress =>
  props.stage.ingress === 'http-api' ? new HttpIngress(scope, id, props) : new FunctionUrls(scope, id, props);
