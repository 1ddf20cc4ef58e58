import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ROOMS, type Room } from '../rooms.ts';

/**
 * One role per room. They live as long as the keys, whose policies name them, and longer than the functions; what they
 * may do comes with the functions.
 */
export class RoomRoles extends Construct {
  readonly of: Readonly<Record<Room, Role>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = (room: Room) =>
      new Role(this, room, {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        description: `Plumbline: the ${room} function`,
      });
    this.of = Object.fromEntries(ROOMS.map((room) => [room, role(room)])) as Record<Room, Role>;
  }
}
