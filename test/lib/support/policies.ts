import { ofType, type PlainTemplate } from './plain-template.ts';
import type { Synthesised } from './synthesise.ts';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
}
interface Document {
  readonly Statement: readonly Statement[];
}

export const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly T[]);

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** Every role of a deployment, and all statements that are on it wherever they are written. */
export function roles({ data, service }: Pick<Synthesised, 'data' | 'service'>): Map<string, Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const template of [data, service])
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      const own = list(Properties?.['Policies'] as readonly { PolicyDocument: Document }[] | undefined);
      found.set(
        id,
        own.flatMap(({ PolicyDocument }) => list(PolicyDocument.Statement)),
      );
      if (Properties?.['ManagedPolicyArns'] !== undefined) throw new Error(`${id} has a managed policy`);
    }
  for (const { Properties = {} } of policies(data, service)) {
    const named = list((Properties['Roles'] ?? Properties['RoleName']) as string[] | string).map((name) =>
      name.slice(1, -1),
    );
    if (named.length === 0 || 'Users' in Properties || 'Groups' in Properties)
      throw new Error('a policy of nobody we know');
    for (const role of named)
      found.get(role)?.push(...list((Properties['PolicyDocument'] as Document).Statement)) ??
        fail(`a policy names ${role}, which is no role of ours`);
  }
  return found;
}

const policies = (...templates: readonly PlainTemplate[]) =>
  templates.flatMap(({ Resources }) => Object.values(Resources).filter(({ Type }) => POLICY_TYPES.includes(Type)));

function fail(message: string): never {
  throw new Error(message);
}

/** A statement as single rights: one action on one resource under one condition. */
export const rightsOf = (statements: readonly Statement[], word: (arn: string) => string): string[] =>
  statements
    .flatMap(({ Effect, Action, Resource, Condition, NotAction, NotResource }) => {
      if (Effect !== 'Allow' || NotAction !== undefined || NotResource !== undefined)
        return [`${Effect}, turned round`];
      const when = Condition === undefined ? '' : ` when ${JSON.stringify(Condition)}`;
      return list(Action).flatMap((action) => list(Resource).map((arn) => `${action} on ${word(arn)}${when}`));
    })
    .toSorted();
