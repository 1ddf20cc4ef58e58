import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../../lib/permissions.ts';
import { ROOMS } from '../../../lib/rooms.ts';
import type { Made } from '../support/made.ts';
import { called } from '../support/made.ts';
import { list, rightsOf, roles, type Statement } from '../support/policies.ts';
import { wordOf } from '../support/resource-words.ts';

const IDENTITIES = [...ROOMS, 'state-machine'] as const;
type Identity = (typeof IDENTITIES)[number];

/** Whose role this is: the data stack has a room's, the service the state machine's. */
const identityOf = (id: string): Identity | undefined =>
  IDENTITIES.find((name) => id.startsWith(name === 'state-machine' ? 'RolloutRole' : `Roles${name}`));

const plainRegion = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/\$\{Token\[AWS\.Region\.\d+\]\}/g, 'eu-west-1'));

/** What lib/permissions.ts lets a role do on this stage; nothing about what the stage does not have. */
function listed(identity: Identity, { stage }: Made): string[] {
  const statements = permissionsOf(identity, stage).map(
    ({ actions, on, when }): Statement => ({
      Effect: 'Allow',
      Action: actions,
      Resource: on.filter((resource) => resource !== 'checkpoint-key' || stage.checkpointKey === 'kms'),
      ...(when ? { Condition: plainRegion(when) as NonNullable<Statement['Condition']> } : {}),
    }),
  );
  return [...new Set(rightsOf(statements, (word) => word))];
}

/** Rights that are on no list, by the role that has them. */
function unlisted(made: Made, found = roles(made)): string[] {
  return [...found].flatMap(([id, statements]) => {
    const identity = identityOf(id);
    if (identity === undefined) return [`${id} is no role of ours`];
    const allowed = new Set(listed(identity, made));
    return rightsOf(statements, wordOf)
      .filter((right) => !allowed.has(right))
      .map((right) => `${identity}: ${right}`);
  });
}

const broad = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action, Resource }) => [
    ...list(Action).filter((action) => action.includes('*')),
    ...list(Resource).filter((arn) => arn === '*' || /^arn:[^:]*:[^:]*:\*|:::\*/.test(arn)),
  ]);

/** May only be asked for everything, as AWS documents it: `*` is all there is. */
const LOG_DELIVERY = {
  role: 'state-machine',
  actions: /^logs:\w+(Delivery|Deliveries|ResourcePolic(y|ies)|LogGroups)$/,
};

export const permissionSuite = (all: readonly Made[]): void =>
  describe.each(all)('roles of $name', (made) => {
    it('are five rooms and the state machine', () => {
      expect([...roles(made).keys()].map(identityOf).toSorted()).toStrictEqual([...IDENTITIES].toSorted());
    });

    it('have every right of lib/permissions.ts and no other', () => {
      expect(unlisted(made)).toStrictEqual([]);
      for (const [id, statements] of roles(made)) {
        const has = [...new Set(rightsOf(statements, wordOf))];
        expect(has).toStrictEqual(listed(identityOf(id) as Identity, made));
        expect(has.length).toBeGreaterThanOrEqual(9);
      }
    });

    it('name every action, and every resource but one', () => {
      for (const [id, statements] of roles(made)) {
        const narrow = statements.filter(
          ({ Action }) =>
            identityOf(id) !== LOG_DELIVERY.role || !list(Action).every((one) => LOG_DELIVERY.actions.test(one)),
        );
        expect(broad(narrow), id).toStrictEqual([]);
        expect(narrow.length).toBeGreaterThan(0);
      }
    });

    it.each<{ name: string; statement: Statement; found: string }>([
      {
        name: 'all of S3',
        statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
        found: 'control: s3:* on anything',
      },
      {
        name: 'an action of another room',
        statement: { Effect: 'Allow', Action: ['kms:GetPublicKey', 'kms:Sign'], Resource: '<ReleaseKey73DFFCD7.Arn>' },
        found: 'control: kms:Sign on release-key',
      },
      {
        name: 'a listed action without its condition',
        statement: { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '<TablesStreams46BD2F7A.Arn>' },
        found: 'control: dynamodb:PutItem on streams',
      },
      {
        name: 'everything but one thing',
        statement: { Effect: 'Allow', Action: [], NotAction: 'iam:PassRole', Resource: '*' },
        found: 'control: Allow, turned round',
      },
    ])('would show a planted right: $name', ({ statement, found }) => {
      const planted = new Map(roles(made));
      for (const [id, statements] of planted)
        if (identityOf(id) === 'control') planted.set(id, [...statements, statement]);
      expect(unlisted(made, planted)).toStrictEqual([found]);
    });

    it('would show a planted role, and one with a managed policy', () => {
      expect(unlisted(made, new Map([['Stranger', []]]))).toStrictEqual(['Stranger is no role of ours']);
      const managed = { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] } };
      const service = { Resources: { ...made.service.Resources, Helper: managed } };
      expect(() => roles({ ...made, service })).toThrow('Helper has a managed policy');
    });

    it('sees the two broad words when they are planted', () => {
      expect(broad([{ Effect: 'Allow', Action: ['s3:Get*'], Resource: ['*', 'arn:aws:s3:::*'] }])).toStrictEqual([
        's3:Get*',
        '*',
        'arn:aws:s3:::*',
      ]);
    });

    it('let one function alone erase a blob, and none touch the lock of the audit log', () => {
      const who = (action: RegExp) =>
        [...roles(made)].flatMap(([id, statements]) =>
          rightsOf(statements, wordOf).some((right) => action.test(right)) ? [identityOf(id)] : [],
        );
      expect(who(/^s3:Delete\w+ on blobs/)).toStrictEqual(['control']);
      expect(who(/^s3:(Delete\w*|Put(?!Object )\w+|Bypass\w+|\w*Retention|\w*LegalHold) on audit/)).toStrictEqual([]);
    });

    it('let nodes reach no stream but their own kinds, and people no read model', () => {
      const writes = (identity: Identity) =>
        [...roles(called(all, made.name))].flatMap(([id, statements]) =>
          identityOf(id) === identity
            ? rightsOf(statements, wordOf).filter((right) => /^dynamodb:(Put|Update|Delete)Item on streams/.test(right))
            : [],
        );
      expect(writes('node').join()).not.toMatch(
        /\/(config|version|schema|snapshot|trust|access|deployment)\/|view#|eu-west-1\/\*/,
      );
      expect(writes('node').length).toBe(2);
      expect(writes('control').join()).not.toMatch(/view#|mark#|"log|parked/);
      expect(writes('control').every((right) => right.includes('LeadingKeys'))).toBe(true);
    });
  });
