import { expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../adapters/aws/audit/audit-log.ts';
import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { leanDynamo } from '../../../adapters/aws/lean/dynamo-client.ts';
import { dynamoStreams } from '../../../adapters/aws/streams/streams.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { dynamoContracts } from '../../contract/dynamo.ts';
import { severalProcesses } from '../../contract/several-processes.ts';
import { sdkDynamo } from '../../support/dynamo/sdk-call.ts';
import { chances, STORM_PATIENCE, stormy } from '../../support/dynamo/storm.ts';
import { command, streamWrite } from '../../support/stream-write.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
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

it('holds the audit log of several processes together', async () => {
  const { table, remove } = await newTable(STREAMS_TABLE);
  const tiles = { tile: async () => undefined, putTile: async () => {} };
  await severalProcesses(() => dynamoAuditLog({ call: retrying(lean), table, tiles }));
  await remove();
});

it('lets one of several processes move a stream, each time', async () => {
  const { table, remove } = await newTable(STREAMS_TABLE);
  const processes = Array.from({ length: 4 }, () =>
    dynamoStreams({ call: retrying(lean), table, clock: virtualClock() }),
  );
  for (let revision = 0; revision < 10; revision++) {
    const answers = processes.map((streams, process) =>
      streams.append([streamWrite('local/note/a', revision)], command(`${revision}/${process}`)),
    );
    expect((await Promise.all(answers)).toSorted()).toStrictEqual(['appended', 'moved', 'moved', 'moved']);
  }
  await remove();
});
