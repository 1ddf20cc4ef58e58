import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Permission, Resource } from '../permission.ts';
import { suppress } from '../suppressions.ts';

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
  const policy = new Policy(scope, id, { roles: [role], statements });
  const wide = new Set(statements.flatMap(({ resources }) => resources.filter((arn) => arn.endsWith('*'))));
  for (const arn of wide) suppress(policy, arn === '*' ? 'logDelivery' : 'belowOneResource', arn);
  return policy;
}
