import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { type Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Buckets } from '../constructs/buckets.ts';
import { Events } from '../constructs/events.ts';
import { RoomKey, type RoomKeyProps } from '../constructs/keys.ts';
import { People } from '../constructs/people.ts';
import { RoomRoles } from '../constructs/room-roles.ts';
import { Tables } from '../constructs/tables.ts';
import type { Issuer, Parameters } from '../parameters.ts';
import type { Room } from '../rooms.ts';

export interface DataStackProps extends StackProps {
  readonly parameters: Parameters;
}

/**
 * What must outlive every function: tables, buckets, keys, people, the bus that others listen to, and the roles that
 * the keys name. It needs nothing of the service, so the service can be deleted and made anew beside it.
 */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly buckets: Buckets;
  readonly roles: Readonly<Record<Room, Role>>;
  readonly keys: {
    /** The newest first: it signs, the others are still published. */
    readonly release: readonly Key[];
    /** The same; none where KMS has no Ed25519. */
    readonly checkpoint: readonly Key[];
    readonly data: Key;
    readonly secrets: Key;
  };
  /** Of every key there is, in use or not. */
  readonly #keyArns: string[] = [];
  readonly bus: EventBus;
  readonly issuer: Issuer;

  constructor(scope: Construct, id: string, { parameters, ...props }: DataStackProps) {
    super(scope, id, props);
    const { stage } = parameters;
    const kept = stage.keepsData;
    this.tables = new Tables(this, 'Tables', { kept, restored: parameters.restored });
    this.buckets = new Buckets(this, 'Buckets', {
      kept,
      auditLock: Duration.days(stage.auditLockDays),
      accessLogsKept: Duration.days(stage.logDays),
      requestConditions: stage.requestConditions,
    });
    this.roles = new RoomRoles(this, 'Roles').of;
    type Is = Pick<RoomKeyProps, 'name' | 'description' | 'spec' | 'usage'>;
    const key = (keyId: string, is: Is, number = 1) =>
      this.#made(
        new RoomKey(this, number === 1 ? keyId : `${keyId}${number}`, { ...is, number, stage, roles: this.roles }),
      );
    // Keys left behind stay: what they signed can be looked into, and the way back is open.
    const keysOf = (keyId: string, [newest = 1, ...older]: readonly number[], is: Is) =>
      Array.from({ length: newest }, (_, age) => ({ number: newest - age, key: key(keyId, is, newest - age) }))
        .filter(({ number }) => number === newest || older.includes(number))
        .map((made) => made.key);
    this.keys = {
      release: keysOf('ReleaseKey', parameters.releaseKeys, {
        name: 'release-key',
        description: 'Plumbline: signs releases, directives, labels and version statements',
        spec: KeySpec.ECC_NIST_P256,
        usage: KeyUsage.SIGN_VERIFY,
      }),
      checkpoint:
        stage.checkpointKey === 'software'
          ? []
          : keysOf('CheckpointKey', parameters.checkpointKeys, {
              name: 'checkpoint-key',
              description: 'Plumbline: signs checkpoints of the audit log',
              spec: KeySpec.ECC_NIST_EDWARDS25519,
              usage: KeyUsage.SIGN_VERIFY,
            }),
      data: key('DataKey', {
        name: 'data-key',
        description: 'Plumbline: keeps the keys of node tokens, cursors and digests',
        spec: KeySpec.SYMMETRIC_DEFAULT,
        usage: KeyUsage.ENCRYPT_DECRYPT,
      }),
      secrets: key('SecretsKey', {
        name: 'secrets-key',
        description: 'Plumbline: seals the secrets in configurations',
        spec: KeySpec.SYMMETRIC_DEFAULT,
        usage: KeyUsage.ENCRYPT_DECRYPT,
      }),
    };
    const { archiveDays, eventSchemas: schemas } = stage;
    this.bus = new Events(this, 'Events', { kept, archiveDays, schemas }).bus;
    this.issuer = parameters.people === 'own' ? new People(this, 'People', { kept }).issuer : parameters.people;
    this.#export();
  }

  /** A value of this stack as another stack sees it. One that is not of this stack is what it is. */
  imported(value: string): string {
    return this.resolve(value)?.['Fn::GetAtt'] === undefined ? value : this.exportValue(value);
  }

  #made({ key }: RoomKey): Key {
    this.#keyArns.push(key.keyArn);
    return key;
  }

  /**
   * Exports all that a service may use, whether today's does or not: an export that came and went with its use could
   * not be taken back while the running service still holds it.
   */
  #export(): void {
    const { tables, buckets, roles, bus } = this;
    const values: unknown[] = [tables.made.tableName, tables.made.tableArn, tables.made.tableStreamArn];
    values.push(tables.pulses.tableName, tables.pulses.tableArn, bus.eventBusName, bus.eventBusArn);
    for (const bucket of [buckets.blobs, buckets.audit]) values.push(bucket.bucketName, bucket.bucketArn);
    values.push(...this.#keyArns);
    for (const role of Object.values(roles)) values.push(role.roleName, role.roleArn);
    for (const value of values) this.exportValue(value);
  }
}
