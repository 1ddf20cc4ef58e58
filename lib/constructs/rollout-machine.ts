import { RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import definition from '../../state-machines/rollout.asl.json' with { type: 'json' };
import type { Resource } from '../permission.ts';
import { permissionsOf } from '../permissions.ts';
import type { Stage } from '../stages.ts';
import { suppress } from '../suppressions.ts';
import { allow } from './policy.ts';

export interface RolloutMachineProps {
  readonly name: string;
  readonly rollout: IFunction;
  readonly stage: Stage;
  readonly arns: Readonly<Record<Resource, readonly string[]>>;
}

/** The state machine of state-machines/rollout.asl.json, unchanged: only the function's ARN is filled in. */
export class RolloutMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { name, stage, arns, rollout }: RolloutMachineProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: 'Plumbline: the rollout state machine',
    });
    const policy = allow(this, 'Policy', role, permissionsOf('state-machine', stage), arns);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: { RolloutFunctionArn: rollout.functionArn },
      role: role.withoutPolicyUpdates(),
      logs: {
        destination: new LogGroup(this, 'Log', {
          retention: stage.logDays as RetentionDays,
          removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      comment: 'One deployment: waiting, branching and retrying',
    });
    this.machine.node.addDependency(policy);
    suppress(this.machine, 'notTraced');
  }
}
