import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { sdkDynamo } from '../../../adapters/aws/dynamodb/sdk-call.ts';
import { leanDynamo } from '../../../adapters/aws/lean/dynamo-client.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { dynamoContracts } from '../../contract/dynamo.ts';
import { chances, STORM_PATIENCE, stormy } from '../../support/dynamo/storm.ts';
import { newTable } from '../support/dynamo-tables.ts';

const sdk = sdkDynamo(process.env);
const lean = leanDynamo({ environment: process.env, now: Date.now });
let seed = 0;

dynamoContracts('DynamoDB', async () => ({ ...(await newTable(STREAMS_TABLE)), call: retrying(sdk) }));

dynamoContracts('DynamoDB by the lean client', async () => ({
  ...(await newTable(STREAMS_TABLE)),
  call: retrying(lean),
}));

dynamoContracts('DynamoDB on a bad day', async () => ({
  ...(await newTable(STREAMS_TABLE)),
  call: retrying(stormy(sdk, chances(++seed)), STORM_PATIENCE),
}));
