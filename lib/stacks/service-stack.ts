import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OnCallDashboard } from '../constructs/dashboard.ts';
import { deadLetterQueue } from '../constructs/dead-letters.ts';
import { feed } from '../constructs/feed.ts';
import { ingress } from '../constructs/ingress.ts';
import type { Watched } from '../constructs/metrics.ts';
import { tellNextStep } from '../constructs/outputs.ts';
import { allow } from '../constructs/policy.ts';
import { resourceArns } from '../constructs/resources.ts';
import { RolloutMachine } from '../constructs/rollout-machine.ts';
import { Rooms } from '../constructs/rooms.ts';
import { Schedules } from '../constructs/schedules.ts';
import { Watch } from '../constructs/watch.ts';
import type { Parameters } from '../parameters.ts';
import { permissionsOf } from '../permissions.ts';
import { ROOMS } from '../rooms.ts';
import type { DataStack } from './data-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly parameters: Parameters;
  readonly data: DataStack;
  /** Folder of the bundles. */
  readonly bundles: string;
}

/** What runs, and can be thrown away and made anew: nothing in here is kept anywhere but in the data stack. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { parameters, data, bundles, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { stage, stageName, runbooks, alarmEmail } = parameters;
    const machineName = this.stackName;
    const controlPlane = parameters.controlPlane ?? `plumbline-${stageName}.${Aws.REGION}.${Aws.ACCOUNT_ID}`;
    const deadLetters = deadLetterQueue(this, 'DeadLetterQueue');
    const { functions, logs } = new Rooms(this, 'Rooms', {
      data,
      bundles,
      stage,
      controlPlane,
      settings: parameters.settings,
      machineName,
      deadLetters,
    });
    const policies = ROOMS.map((room) => {
      const arns = resourceArns({ data, machineName, rollout: functions.rollout, deadLetters, ownLog: logs[room] });
      return allow(this, `${room}Policy`, data.roles[room], permissionsOf(room, stage), arns);
    });
    const { machine } = new RolloutMachine(this, 'Rollout', {
      name: machineName,
      rollout: functions.rollout,
      stage,
      arns: resourceArns({ data, machineName, rollout: functions.rollout, deadLetters, ownLog: logs.rollout }),
    });
    const { control, node, project } = functions;
    const { tableStreamArn: streamArn } = data.tables.streams;
    // Lambda looks at once whether the role may read the feed.
    feed(this, 'Feed', { follower: project, streamArn, deadLetters }).node.addDependency(...policies);
    new Schedules(this, 'Schedules', { functions, deadLetters });
    const front = ingress(this, 'Ingress', { control, node, issuer: data.issuer, stage });
    const tables = [data.tables.streams, data.tables.pulses];
    const watched: Watched = { controlPlane, functions, machine, tables, deadLetters, ingress: front };
    const { topic, alarms } = new Watch(this, 'Watch', {
      watched,
      email: alarmEmail,
      runbooks,
      summed: stage.summedAlarms,
    });
    new OnCallDashboard(this, 'OnCall', { watched, alarms, runbooks });
    tellNextStep(this, { data, watched, topic });
  }
}
