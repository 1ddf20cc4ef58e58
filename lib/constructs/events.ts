import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { eventSchema } from '../../schemas/events/event-schema.ts';
import { EVENTS, type EventType } from '../../schemas/events/index.ts';
import { EVENT_SOURCE } from '../../schemas/events/source.ts';

export interface EventsProps {
  readonly kept: boolean;
  /** 0 = none. */
  readonly archiveDays: number;
  readonly schemas: boolean;
}

/** The bus of what happened, its archive for replays, and what each event looks like. Rules on it are consumers'. */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { kept, archiveDays, schemas }: EventsProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.bus = new EventBus(this, 'Bus', { eventBusName: stackName, description: 'Plumbline: what happened' });
    if (kept) this.bus.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (archiveDays > 0)
      this.bus.archive('Archive', {
        description: 'For replays to consumers that missed something',
        eventPattern: { source: [EVENT_SOURCE] },
        retention: Duration.days(archiveDays),
      });
    if (schemas) this.#describe(stackName);
  }

  #describe(registryName: string): void {
    const registry = new CfnRegistry(this, 'Registry', { registryName, description: 'Events of Plumbline' });
    for (const type of Object.keys(EVENTS) as EventType[])
      new CfnSchema(this, type, {
        registryName: registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${type}`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(eventSchema(type)),
      });
  }
}
