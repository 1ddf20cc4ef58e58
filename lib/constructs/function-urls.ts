import { Fn } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { FunctionUrlAuthType, type IFunction, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Ingress, IngressProps } from './ingress-form.ts';

/**
 * The functions' own URLs: nothing to pay above Lambda, nothing that turns away before it, and for nodes another host
 * than for people.
 */
export class FunctionUrls extends Construct implements Ingress {
  readonly peopleUrl: string;
  readonly nodeUrl: string;
  readonly faults: MathExpression;

  constructor(scope: Construct, id: string, { control, node }: Pick<IngressProps, 'control' | 'node'>) {
    super(scope, id);
    this.peopleUrl = open(control);
    this.nodeUrl = open(node);
    this.faults = new MathExpression({
      label: '5xx',
      expression: 'FILL(people, 0) + FILL(nodes, 0)',
      usingMetrics: {
        people: control.metric('Url5xxCount', { statistic: 'Sum' }),
        nodes: node.metric('Url5xxCount', { statistic: 'Sum' }),
      },
    });
  }
}

/** Open to the internet: tokens are checked by the handler. Without the slash that AWS puts behind it. */
function open(fn: IFunction): string {
  const { url } = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.BUFFERED });
  return Fn.join('', ['https://', Fn.select(2, Fn.split('/', url))]);
}
