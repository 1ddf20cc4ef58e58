import { describe, expect, it } from 'vitest';
import { BY_ARRIVAL, BY_KIND, PULSES_TABLE, STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { eventSchema } from '../../../schemas/events/event-schema.ts';
import { EVENTS, type EventType } from '../../../schemas/events/index.ts';
import { called, type Made } from '../support/made.ts';
import { at, ofType, type Resource } from '../support/plain-template.ts';
import { list, type Statement } from '../support/policies.ts';

/** The one resource of a type whose id begins so. */
function the(made: Made, type: string, begins: string): Resource {
  const [found, ...more] = ofType(made.data, type).filter(([id]) => id.startsWith(begins));
  if (!found || more.length > 0) throw new Error(`${type} ${begins}: not one`);
  return found[1];
}
const table = (made: Made, name: string) => the(made, 'AWS::DynamoDB::GlobalTable', `Tables${name}`);
const bucket = (made: Made, name: string) => the(made, 'AWS::S3::Bucket', `Buckets${name}`);
const refusals = (made: Made, name: string): readonly Statement[] =>
  (at(the(made, 'AWS::S3::BucketPolicy', `Buckets${name}Policy`), 'PolicyDocument.Statement') as Statement[]).filter(
    ({ Effect }) => Effect === 'Deny',
  );

/** What no emulator can show: they drop it in silence, so it is asserted here. */
export const dataSuite = (all: readonly Made[]): void =>
  describe.each(all)('what lasts in $name', (made) => {
    const { stage } = made;

    it('streams: on demand, every second of 35 days can be had again, keys as the feed, commands expire', () => {
      const streams = table(made, 'Streams');
      expect(at(streams, 'BillingMode')).toBe('PAY_PER_REQUEST');
      expect(at(streams, 'StreamSpecification')).toStrictEqual({ StreamViewType: 'KEYS_ONLY' });
      const { expiry: AttributeName } = STREAMS_TABLE;
      expect(at(streams, 'TimeToLiveSpecification')).toStrictEqual({ AttributeName, Enabled: true });
      const replica = 'Replicas.0';
      expect(at(streams, `${replica}.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled`)).toBe(true);
      expect(at(streams, `${replica}.DeletionProtectionEnabled`)).toBe(stage.keepsData);
      expect(at(streams, 'Replicas.1')).toBe(undefined);
      expect(
        (at(streams, 'GlobalSecondaryIndexes') as { IndexName: string }[]).map(({ IndexName }) => IndexName),
      ).toStrictEqual([BY_KIND.name, BY_ARRIVAL.name]);
    });

    it('pulses: on demand, they expire, and nothing else', () => {
      const pulses = table(made, 'Pulses');
      expect(at(pulses, 'BillingMode')).toBe('PAY_PER_REQUEST');
      const { expiry: AttributeName } = PULSES_TABLE;
      expect(at(pulses, 'TimeToLiveSpecification')).toStrictEqual({ AttributeName, Enabled: true });
      for (const more of ['StreamSpecification', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'])
        expect(at(pulses, more), more).toBe(undefined);
      expect(at(pulses, 'Replicas.0.PointInTimeRecoverySpecification')).toBe(undefined);
    });

    it('every bucket: encrypted, closed to the public, TLS 1.2 or nothing, no parts left lying about', () => {
      expect(ofType(made.data, 'AWS::S3::Bucket').length).toBe(3);
      for (const name of ['AccessLogs', 'Blobs', 'Audit']) {
        const one = bucket(made, name);
        const encryption = 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault';
        expect(at(one, `${encryption}.SSEAlgorithm`)).toBe('AES256');
        expect(Object.values(at(one, 'PublicAccessBlockConfiguration') as object)).toStrictEqual([
          true,
          true,
          true,
          true,
        ]);
        expect(at(one, 'OwnershipControls.Rules.0.ObjectOwnership')).toBe('BucketOwnerEnforced');
        expect(at(one, 'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload.DaysAfterInitiation')).toBe(1);
        expect(at(one, 'CorsConfiguration')).toBe(undefined);
        expect(refusals(made, name).map(({ Condition }) => Condition)).toEqual(
          expect.arrayContaining([
            { Bool: { 'aws:SecureTransport': 'false' } },
            { NumericLessThan: { 's3:TlsVersion': 1.2 } },
          ]),
        );
      }
    });

    it('blobs: versioned, never overwritten, not locked, so that they can be erased', () => {
      const blobs = bucket(made, 'Blobs');
      expect(at(blobs, 'VersioningConfiguration.Status')).toBe('Enabled');
      expect(at(blobs, 'ObjectLockEnabled')).toBe(undefined);
      expect(at(blobs, 'LifecycleConfiguration.Rules.0.ExpiredObjectDeleteMarker')).toBe(true);
      expect(at(blobs, 'LoggingConfiguration.LogFilePrefix')).toBe('blobs/');
      const overwriting = { Null: { 's3:if-none-match': 'true' } };
      expect(refused(made, 'Blobs', overwriting)).toStrictEqual(stage.requestConditions ? ['s3:PutObject'] : []);
    });

    it('audit: versioned and locked, never overwritten blindly', () => {
      const audit = bucket(made, 'Audit');
      expect(at(audit, 'VersioningConfiguration.Status')).toBe('Enabled');
      expect(at(audit, 'ObjectLockEnabled')).toBe(true);
      expect(at(audit, 'ObjectLockConfiguration')).toStrictEqual({
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Days: stage.auditLockDays, Mode: 'GOVERNANCE' } },
      });
      const overwriting = { Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' } };
      expect(refused(made, 'Audit', overwriting)).toStrictEqual(stage.requestConditions ? ['s3:PutObject'] : []);
    });

    it('a signature of more than ten minutes opens nothing', () => {
      for (const name of ['Blobs', 'Audit'])
        expect(refused(made, name, { NumericGreaterThan: { 's3:signatureAge': 600_000 } })).toStrictEqual([
          's3:GetObject',
          's3:PutObject',
        ]);
    });

    it('a bus, what can be replayed of it, and what each event looks like', () => {
      expect(ofType(made.data, 'AWS::Events::EventBus').length).toBe(1);
      expect(ofType(made.data, 'AWS::Events::EventBusPolicy')).toStrictEqual([]);
      const archives = ofType(made.data, 'AWS::Events::Archive').map(([, archive]) => [
        at(archive, 'RetentionDays'),
        at(archive, 'EventPattern'),
      ]);
      expect(archives).toStrictEqual(stage.archiveDays > 0 ? [[stage.archiveDays, { source: ['plumbline'] }]] : []);
      const schemas = ofType(made.data, 'AWS::EventSchemas::Schema').map(([, schema]) => [
        at(schema, 'SchemaName'),
        JSON.parse(String(at(schema, 'Content'))) as unknown,
      ]);
      const types = stage.eventSchemas ? (Object.keys(EVENTS) as EventType[]) : [];
      expect(schemas).toStrictEqual(types.map((type) => [`plumbline@${type}`, eventSchema(type)]));
    });

    it('people of its own where nobody else has them: four groups, second factor, no sign-up', () => {
      const pools = ofType(made.data, 'AWS::Cognito::UserPool');
      expect(pools.length).toBe(made === called(all, 'dev') ? 1 : 0);
      for (const [, pool] of pools) {
        expect(at(pool, 'MfaConfiguration')).toBe('ON');
        expect(at(pool, 'EnabledMfas')).toStrictEqual(['SOFTWARE_TOKEN_MFA']);
        expect(at(pool, 'AdminCreateUserConfig.AllowAdminCreateUserOnly')).toBe(true);
        expect(at(pool, 'Policies.PasswordPolicy.MinimumLength')).toBe(14);
        const groups = ofType(made.data, 'AWS::Cognito::UserPoolGroup').map(([, group]) => at(group, 'GroupName'));
        expect(groups).toStrictEqual(['Admin', 'Operator', 'Developer', 'Viewer']);
        const [[, client] = []] = ofType(made.data, 'AWS::Cognito::UserPoolClient');
        expect(at(client, 'GenerateSecret')).toBe(false);
        expect(at(client, 'AllowedOAuthFlows')).toStrictEqual(['code']);
      }
    });
  });

/** What a bucket refuses to everybody under exactly this condition. */
function refused(made: Made, name: string, condition: object): readonly string[] {
  const found = refusals(made, name).filter(({ Condition }) => JSON.stringify(Condition) === JSON.stringify(condition));
  expect(found.every(({ Principal }) => JSON.stringify(Principal) === '{"AWS":"*"}')).toBe(true);
  return found.flatMap(({ Action }) => list(Action));
}
