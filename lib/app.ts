import type { App } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import { readParameters } from './parameters.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

export interface PlumblineOptions {
  /** Folder of the bundles: `<folder>/<room>/index.mjs`, as `npm run build` makes them. */
  readonly bundles: string;
}

/** The whole app of one stage: what lasts, and what runs on it. */
export function plumbline(app: App, { bundles }: PlumblineOptions): { data: DataStack; service: ServiceStack } {
  const parameters = readParameters(app.node);
  const { stageName, stage } = parameters;
  const name = `plumbline-${stageName}`;
  const env = { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] };
  const data = new DataStack(app, `${name}-data`, {
    parameters,
    env,
    description: 'Plumbline: tables, buckets, keys and people',
    terminationProtection: stage.keepsData,
  });
  const service = new ServiceStack(app, `${name}-service`, {
    parameters,
    data,
    bundles,
    env,
    description: 'Plumbline: functions, ingress, state machine, schedules and alarms',
  });
  Tags.of(app).add('plumbline', stageName);
  return { data, service };
}
