import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, ArnPrincipal, type IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, type KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Condition, Resource } from '../permission.ts';
import { permissionsOf } from '../permissions.ts';
import { ROOMS, type Room } from '../rooms.ts';
import type { Stage } from '../stages.ts';

/**
 * What an administrator of the account does with a key. Not among it: signing, opening, sealing, and grants, which
 * could hand those on. Whoever may change the policy can take them, and that is seen in CloudTrail.
 */
const ADMINISTRATION = [
  ...['CreateAlias', 'DeleteAlias', 'UpdateAlias', 'UpdateKeyDescription', 'TagResource', 'UntagResource'],
  ...['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'GetPublicKey', 'ListGrants', 'ListKeyPolicies'],
  ...['ListKeyRotations', 'ListResourceTags', 'EnableKey', 'DisableKey', 'EnableKeyRotation', 'DisableKeyRotation'],
  ...['RotateKeyOnDemand', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'CancelKeyDeletion'],
  ...['ReplicateKey', 'UpdatePrimaryRegion', 'SynchronizeMultiRegionKey', 'RevokeGrant'],
].map((action) => `kms:${action}`);

export type KeyName = Extract<Resource, `${string}-key`>;

export interface RoomKeyProps {
  readonly name: KeyName;
  /** Which of its kind, from 1. */
  readonly number: number;
  readonly description: string;
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  readonly stage: Stage;
  readonly roles: Readonly<Record<Room, IRole>>;
}

/**
 * A key that only the rooms of the matrix can use (docs/protocol.md §7): its own policy names their roles, so an
 * administrator's `kms:*` does not sign. It names them by ARN in a condition, which a role made anew satisfies too;
 * the account keeps the right to change the policy, so nobody is ever locked out.
 */
export class RoomKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { name, number, stage, roles, ...props }: RoomKeyProps) {
    super(scope, id);
    const kept = stage.keepsData;
    const statements = [
      new PolicyStatement({
        sid: 'Administration',
        principals: [new AccountRootPrincipal()],
        actions: ADMINISTRATION,
        resources: ['*'],
      }),
      ...ROOMS.flatMap((room) => useBy(room, roles[room], name, stage)),
    ];
    this.key = new Key(this, 'Key', {
      description: props.description,
      keySpec: props.spec,
      keyUsage: props.usage,
      // Cannot be changed later: another Region must be able to take over with the same key.
      multiRegion: true,
      ...(props.usage === KeyUsage.ENCRYPT_DECRYPT ? { enableKeyRotation: true } : {}),
      pendingWindow: Duration.days(kept ? 30 : 7),
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({ statements }),
    });
    this.key.addAlias(`${Stack.of(this).stackName}/${name}${number === 1 ? '' : `-${number}`}`);
  }
}

function useBy(room: Room, role: IRole, name: KeyName, stage: Stage): PolicyStatement[] {
  const uses = permissionsOf(room, stage).filter(
    ({ on, actions }) => on.includes(name) && !actions.every((action) => ADMINISTRATION.includes(action)),
  );
  const asked: Condition = { ArnEquals: { 'aws:PrincipalArn': role.roleArn } };
  const who = stage.requestConditions ? new AccountRootPrincipal() : new ArnPrincipal(role.roleArn);
  return uses.map(
    ({ actions, when }) =>
      new PolicyStatement({
        sid: room,
        principals: [who],
        actions: [...actions],
        resources: ['*'],
        conditions: stage.requestConditions ? { ...when, ...asked } : {},
      }),
  );
}
