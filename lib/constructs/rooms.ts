import { Aws } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Room } from '../rooms.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { SettingVariables, Stage } from '../stages.ts';
import { stateMachineArn } from './resources.ts';
import { type RoomEnv, RoomFunction } from './room-function.ts';

export interface RoomsProps {
  readonly data: DataStack;
  readonly bundles: string;
  readonly stage: Stage;
  readonly controlPlane: string;
  readonly settings: SettingVariables;
  readonly machineName: string;
  readonly deadLetters: IQueue;
}

/** The five functions: each is told what its own environment asks for, and no more. */
export class Rooms extends Construct {
  readonly functions: Readonly<Record<Room, IFunction>>;
  readonly logs: Readonly<Record<Room, ILogGroup>>;

  constructor(scope: Construct, id: string, props: RoomsProps) {
    super(scope, id);
    const { data, bundles, stage, controlPlane, settings, machineName, deadLetters } = props;
    const { tables, buckets, keys } = data;
    const make = <R extends Room>(room: R, env: RoomEnv[R], failures?: IQueue) =>
      new RoomFunction(this, room, {
        room,
        role: data.roles[room],
        env,
        bundles,
        logDays: stage.logDays,
        kept: stage.keepsData,
        ...(failures ? { deadLetters: failures } : {}),
      });
    const place = {
      PLUMB_AUTHORITY: Aws.REGION,
      PLUMB_CONTROL_PLANE: controlPlane,
      PLUMB_STREAMS_TABLE: tables.streams.tableName,
      ...settings,
    };
    const pulses = { PLUMB_PULSES_TABLE: tables.pulses.tableName };
    const blobs = { PLUMB_BLOBS_BUCKET: buckets.blobs.bucketName };
    const audit = { PLUMB_AUDIT_BUCKET: buckets.audit.bucketName };
    const arns = (of: readonly Key[]) => of.map(({ keyArn }) => keyArn).join(',');
    const release = { PLUMB_RELEASE_KEY: arns(keys.release) };
    const checkpoint = { PLUMB_CHECKPOINT_KEY: arns(keys.checkpoint) || 'software' };
    const dataKey = { PLUMB_DATA_KEY: keys.data.keyArn };
    const machine = { PLUMB_STATE_MACHINE: stateMachineArn(data, machineName) };

    const rollout = make('rollout', { ...place, ...pulses, ...blobs, ...audit, ...release, ...machine }, deadLetters);
    const signing = { PLUMB_ROLLOUT_FUNCTION: rollout.function.functionArn };
    const issuers = { PLUMB_ISSUERS: JSON.stringify([issuerConfig(data)]) };
    const rooms = {
      control: make('control', {
        ...{ ...place, ...pulses, ...blobs, ...audit, ...dataKey },
        ...{ ...release, ...checkpoint, ...signing, ...issuers },
      }),
      node: make('node', { ...place, ...pulses, ...blobs, ...release, ...dataKey }),
      rollout,
      project: make(
        'project',
        {
          ...{ ...place, ...blobs, ...audit, ...checkpoint, ...dataKey, ...machine, ...signing },
          PLUMB_BUS: data.bus.eventBusName,
        },
        deadLetters,
      ),
      sweep: make('sweep', { ...place, ...pulses, ...dataKey, ...machine }, deadLetters),
    };
    this.functions = byRoom(rooms, (room) => room.function);
    this.logs = byRoom(rooms, (room) => room.log);
  }
}

/** The issuer as functions/control/issuer-config.ts reads it. */
const issuerConfig = ({ issuer: { jwksUri, tokenTypes, ...rest } }: DataStack) => ({
  ...rest,
  types: tokenTypes,
  keys: { jwksUri },
});

const byRoom = <T, U>(rooms: Readonly<Record<Room, T>>, pick: (room: T) => U): Readonly<Record<Room, U>> =>
  Object.fromEntries(Object.entries(rooms).map(([room, made]) => [room, pick(made)])) as Record<Room, U>;
