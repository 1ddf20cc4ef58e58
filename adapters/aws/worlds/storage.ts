import type { World } from '../../../usecases/ports.ts';
import { systemClock } from '../../system/clock.ts';
import { randomIds } from '../../system/ids.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { retrying } from '../dynamodb/retrying.ts';
import { dynamoPositions } from '../feed/positions.ts';
import { leanDynamo } from '../lean/dynamo-client.ts';
import type { Surroundings } from '../lean/json-call.ts';
import { dynamoStreams } from '../streams/streams.ts';
import { dynamoViews } from '../views/views.ts';

/** Variables of a function's environment, by the names under which a stack sets them. */
export type Named<V extends string> = { readonly [name in `PLUMB_${V}`]: string };
export type Place = Named<'AUTHORITY' | 'CONTROL_PLANE' | 'STREAMS_TABLE'>;

/** What every room but that of nodes has, and the client it is made of. */
export interface Storage {
  readonly dynamo: DynamoCall;
  readonly surroundings: Surroundings;
  readonly ports: Pick<
    World,
    'authority' | 'controlPlane' | 'streams' | 'views' | 'positions' | 'clock' | 'ids' | 'settings'
  >;
}

/**
 * The part of a world that lies in the streams table.
 * @param environment credentials, region and endpoints, read at each call
 */
export function storage(
  place: Place,
  settings: World['settings'],
  environment: Surroundings['environment'] = process.env,
): Storage {
  const { PLUMB_AUTHORITY: authority, PLUMB_CONTROL_PLANE: controlPlane, PLUMB_STREAMS_TABLE: table } = place;
  const clock = systemClock;
  const surroundings = { environment, now: clock.now };
  const dynamo = retrying(leanDynamo(surroundings));
  const at = { call: dynamo, table };
  return {
    dynamo,
    surroundings,
    ports: {
      authority,
      controlPlane,
      streams: dynamoStreams({ ...at, clock }),
      views: dynamoViews(at),
      positions: dynamoPositions(at),
      clock,
      ids: randomIds,
      settings,
    },
  };
}
