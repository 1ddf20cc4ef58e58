import { retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { STREAMS_TABLE } from '../../../../schemas/aws-tables.ts';
import { dynamoContracts } from '../../../contract/dynamo.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { chances, STORM_PATIENCE, stormy } from '../../../support/dynamo/storm.ts';

let seed = 0;

dynamoContracts('a table in memory', async () => ({
  call: memoryDynamo(STREAMS_TABLE),
  table: 'streams',
  remove: async () => {},
}));

dynamoContracts('a table in memory on a bad day', async () => ({
  call: retrying(stormy(memoryDynamo(STREAMS_TABLE), chances(++seed)), STORM_PATIENCE),
  table: 'streams',
  remove: async () => {},
}));
