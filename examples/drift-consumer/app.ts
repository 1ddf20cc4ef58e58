import { App } from 'aws-cdk-lib';
import { DriftConsumerStack } from './stack.ts';

const app = new App();
const busName: unknown = app.node.tryGetContext('bus');
if (typeof busName !== 'string') throw new Error('say which bus: -c bus=NAME, the output Bus of the Plumbline stack');
const clusters: unknown = app.node.tryGetContext('clusters');
new DriftConsumerStack(app, 'DriftConsumer', {
  busName,
  ...(typeof clusters === 'string' ? { clusters: clusters.split(',') } : {}),
});
