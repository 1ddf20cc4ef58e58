import { describe, expect, it } from 'vitest';
import { called, type Made } from '../support/made.ts';
import { ofType } from '../support/plain-template.ts';

/** What is lost when it is made anew. */
const STATEFUL = [
  ...['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  ...['AWS::Cognito::UserPool', 'AWS::Events::EventBus', 'AWS::Events::Archive', 'AWS::SecretsManager::Secret'],
  ...['AWS::SSM::Parameter', 'AWS::Kinesis::Stream', 'AWS::EFS::FileSystem', 'AWS::RDS::DBInstance'],
];
/** Comes again by itself: the next check-in writes it. */
const COMES_AGAIN = /^TablesPulses/;
/** Copies of what is elsewhere. */
const COPIES = ['AWS::Events::Archive'];

const statefulIn = (template: Made['data']) =>
  Object.entries(template.Resources).filter(([, { Type }]) => STATEFUL.includes(Type));

const exportsOf = (made: Made): string[] =>
  Object.values(made.raw.data.Outputs ?? {}).flatMap(({ Export }) => (Export ? [Export.Name] : []));

export const lifetimeSuite = (all: readonly Made[]): void => {
  describe.each(all)('lifetimes of $name', (made) => {
    it('the service holds nothing that would be lost with it', () => {
      expect(statefulIn(made.service)).toStrictEqual([]);
      expect(Object.keys(made.service.Resources).length).toBeGreaterThanOrEqual(60);
    });

    it('what lasts stays when its stack goes, where the stage says so', () => {
      const { keepsData } = made.stage;
      const policies = statefulIn(made.data)
        .filter(([id, { Type }]) => !COMES_AGAIN.test(id) && !COPIES.includes(Type))
        .map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => [id, DeletionPolicy, UpdateReplacePolicy]);
      expect(policies.length).toBeGreaterThanOrEqual(8);
      for (const [id, deletion, replacement] of policies) {
        expect(deletion === 'Retain', `${id} ${deletion}`).toBe(keepsData);
        expect(replacement === 'Retain', `${id} ${replacement}`).toBe(keepsData);
      }
      expect(made.terminationProtection).toStrictEqual({ data: keepsData, service: false });
    });

    it('what lasts needs nothing of the service, so the service can be made anew beside it', () => {
      expect(JSON.stringify(made.raw.data)).not.toContain('Fn::ImportValue');
      expect(JSON.stringify(made.raw.service)).toContain(`${exportsOf(made)[0]?.split(':')[0]}:`);
    });

    it('names nothing whose name would be in the way of its successor', () => {
      const named = Object.entries({ ...made.data.Resources, ...made.service.Resources }).flatMap(
        ([id, { Type, Properties }]) =>
          Object.keys(Properties ?? {}).some((key) => PHYSICAL.test(key) && !REFERS.test(`${Type} ${key}`)) ? [id] : [],
      );
      const needed = [
        /^EventsBus/,
        /^EventsRegistry/,
        /^RolloutMachine/,
        /^OnCallDashboard/,
        /Alias/,
        /^PeoplePool(Admin|Cli|Domain)?/,
      ];
      expect(named.filter((id) => !needed.some((pattern) => pattern.test(id)))).toStrictEqual([]);
    });
  });

  describe('a running service', () => {
    it('never holds an export that another form of it does not need', () => {
      const [api, urls] = [called(all, 'prod'), called(all, 'prod, function URLs')];
      expect(exportsOf(urls)).toStrictEqual(exportsOf(api));
      expect(exportsOf(api).length).toBeGreaterThanOrEqual(20);
      expect(urls.raw.data).toStrictEqual(api.raw.data);
    });

    it('imports nothing that is exported only because it is imported', () => {
      for (const made of all) {
        const imported = new Set(
          JSON.stringify(made.raw.service)
            .matchAll(/"Fn::ImportValue":"([^"]+)"/g)
            .map(([, name]) => name),
        );
        const strangers = [...imported].filter((name) => !exportsOf(called(all, made.name)).includes(String(name)));
        expect(strangers).toStrictEqual([]);
        expect(ofType(made.service, 'AWS::Lambda::Function').length).toBe(5);
      }
    });
  });
};

/** Properties that fix a physical name. */
const PHYSICAL =
  /^(TableName|BucketName|FunctionName|RoleName|QueueName|TopicName|LogGroupName|AlarmName|DashboardName|StateMachineName|RegistryName|AliasName|UserPoolName|Name)$/;
/** Elsewhere the same word names another resource, or nothing physical. */
const REFERS =
  /^AWS::(Lambda::(Permission|EventInvokeConfig|Url) FunctionName|Lambda::EventSourceMapping FunctionName|EventSchemas::Schema RegistryName|ApiGatewayV2::\w+ Name)$/;
