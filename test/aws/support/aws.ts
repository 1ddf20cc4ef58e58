import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deployed } from './deployed.ts';

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
const config = () => {
  const { endpoint, region, credentials } = deployed();
  return { endpoint, region, credentials };
};
const clients = {
  cloudFormation: once(() => new CloudFormationClient(config())),
  dynamo: once(() => new DynamoDBClient(config())),
  events: once(() => new EventBridgeClient(config())),
  lambda: once(() => new LambdaClient(config())),
  sfn: once(() => new SFNClient(config())),
  sqs: once(() => new SQSClient(config())),
};

/** Clients of the emulated AWS, with the rights of whoever owns the account: what a test does behind everybody's back. */
export const aws = {
  get cloudFormation() {
    return clients.cloudFormation();
  },
  get dynamo() {
    return clients.dynamo();
  },
  get events() {
    return clients.events();
  },
  get lambda() {
    return clients.lambda();
  },
  get sfn() {
    return clients.sfn();
  },
  get sqs() {
    return clients.sqs();
  },
};
