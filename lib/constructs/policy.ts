import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Permission, Resource } from '../permissions.ts';

/** Puts permissions on a role, each about what it names and nothing else. What a stage does not have is left out. */
export function allow(
  scope: Construct,
  id: string,
  role: IRole,
  permissions: readonly Permission[],
  arns: Readonly<Record<Resource, readonly string[]>>,
): Policy {
  const statements = permissions.flatMap(({ actions, on, when }) => {
    const resources = on.flatMap((resource) => arns[resource]);
    if (resources.length === 0) return [];
    return new PolicyStatement({ actions: [...actions], resources, ...(when ? { conditions: when } : {}) });
  });
  return new Policy(scope, id, { roles: [role], statements });
}
