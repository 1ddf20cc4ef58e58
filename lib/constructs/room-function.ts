import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvVars as ControlEnv } from '../../functions/control/env.ts';
import type { EnvVars as NodeEnv } from '../../functions/node/env.ts';
import type { EnvVars as ProjectEnv } from '../../functions/project/env.ts';
import type { EnvVars as RolloutEnv } from '../../functions/rollout/env.ts';
import type { EnvVars as SweepEnv } from '../../functions/sweep/env.ts';
import type { Room } from '../rooms.ts';

/** A variable that a stack forgets does not compile. */
export interface RoomEnv {
  readonly control: ControlEnv;
  readonly node: NodeEnv;
  readonly rollout: RolloutEnv;
  readonly project: ProjectEnv;
  readonly sweep: SweepEnv;
}

/**
 * Memory in MiB and the longest run in seconds: an answer to a caller within the 30 seconds of API Gateway, a step
 * within the 60 of the state machine.
 */
const SIZE: { readonly [R in Room]: { readonly memory: number; readonly seconds: number } } = {
  control: { memory: 1024, seconds: 29 },
  node: { memory: 256, seconds: 10 },
  rollout: { memory: 1024, seconds: 60 },
  project: { memory: 512, seconds: 60 },
  sweep: { memory: 512, seconds: 120 },
};

export interface RoomFunctionProps<R extends Room> {
  readonly room: R;
  readonly role: Role;
  readonly env: RoomEnv[R];
  readonly bundles: string;
  readonly logDays: number;
  readonly kept: boolean;
  /** Where a call goes that nobody waits for and that failed to the last. */
  readonly deadLetters?: IQueue;
}

/** The function of one room, with its log. Its role gets nothing from here: lib/permissions.ts is all there is. */
export class RoomFunction<R extends Room> extends Construct {
  readonly function: LambdaFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: RoomFunctionProps<R>) {
    super(scope, id);
    const { room, role, env, bundles, logDays, kept, deadLetters } = props;
    const folder = join(bundles, room);
    if (!existsSync(join(folder, 'index.mjs')))
      throw new Error(`${join(folder, 'index.mjs')} is not there: run "npm run build" first`);
    this.log = new LogGroup(this, 'Log', {
      retention: logDays as RetentionDays,
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: `Plumbline: the ${room} function`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(folder),
      memorySize: SIZE[room].memory,
      timeout: Duration.seconds(SIZE[room].seconds),
      environment: { ...env },
      role: role.withoutPolicyUpdates(),
      logGroup: this.log,
      // Tasks come again by themselves: one that waited five minutes has had its successor.
      ...(deadLetters ? { deadLetterQueue: deadLetters, maxEventAge: Duration.minutes(5), retryAttempts: 2 } : {}),
    });
  }
}
