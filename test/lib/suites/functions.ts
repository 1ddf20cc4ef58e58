import { describe, expect, it } from 'vitest';
import { Env as ControlEnv } from '../../../functions/control/env.ts';
import { IssuerConfigs } from '../../../functions/control/issuer-config.ts';
import { readEnv } from '../../../functions/node/env.ts';
import { Env as ProjectEnv } from '../../../functions/project/env.ts';
import { Env as RolloutEnv } from '../../../functions/rollout/env.ts';
import { readEnvironment } from '../../../functions/shared/environment.ts';
import { settingsFrom } from '../../../functions/shared/settings.ts';
import { Env as SweepEnv } from '../../../functions/sweep/env.ts';
import { ROOMS, type Room } from '../../../lib/rooms.ts';
import { HEAD_SORT } from '../../../schemas/aws-tables.ts';
import { AWS_SETTINGS } from '../../../usecases/settings.ts';
import type { Made } from '../support/made.ts';
import { at, ofType, type Resource } from '../support/plain-template.ts';

type Environment = Readonly<Record<string, string>>;

/** How each function reads what it is told. */
const READERS: { readonly [R in Room]: (environment: Environment) => unknown } = {
  control: (environment) => readEnvironment(ControlEnv, environment),
  node: readEnv,
  rollout: (environment) => readEnvironment(RolloutEnv, environment),
  project: (environment) => readEnvironment(ProjectEnv, environment),
  sweep: (environment) => readEnvironment(SweepEnv, environment),
};

const functionsOf = (made: Made): [room: Room, fn: Resource][] =>
  ROOMS.map((room) => {
    const found = ofType(made.service, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(`Rooms${room}Function`));
    expect(found.length).toBe(1);
    return [room, (found[0] as [string, Resource])[1]];
  });
const environmentOf = (fn: Resource) => at(fn, 'Environment.Variables') as Environment;

export const functionSuite = (all: readonly Made[]): void =>
  describe.each(all)('functions of $name', (made) => {
    it('are the five rooms and no other', () => {
      expect(ofType(made.service, 'AWS::Lambda::Function').length).toBe(ROOMS.length);
      expect(ofType(made.data, 'AWS::Lambda::Function')).toStrictEqual([]);
    });

    it.each(ROOMS)('%s: Node 24 on arm64, its own role, a log that ends, nothing reserved, nothing traced', (room) => {
      const fn = functionsOf(made).find(([name]) => name === room)?.[1];
      expect(at(fn, 'Runtime')).toBe('nodejs24.x');
      expect(at(fn, 'Architectures')).toStrictEqual(['arm64']);
      expect(at(fn, 'Handler')).toBe('index.handler');
      expect(String(at(fn, 'Role'))).toMatch(new RegExp(`^<Roles${room}\\w{8}\\.Arn>$`));
      const log = String(at(fn, 'LoggingConfig.LogGroup')).slice(1, -1);
      expect(at(made.service.Resources[log], 'RetentionInDays')).toBe(made.stage.logDays);
      for (const none of ['ReservedConcurrentExecutions', 'TracingConfig', 'VpcConfig', 'Layers', 'FunctionName'])
        expect(at(fn, none), none).toBe(undefined);
    });

    it.each(ROOMS)('%s reads its environment, and is told nothing else', (room) => {
      const fn = functionsOf(made).find(([name]) => name === room)?.[1] as Resource;
      const environment = environmentOf(fn);
      const read = READERS[room](environment) as object;
      const settings = Object.keys(made.stage.settings);
      expect(Object.keys(environment).toSorted()).toStrictEqual(
        [...new Set([...Object.keys(read), ...settings])].toSorted(),
      );
      expect(() => settingsFrom(environment, AWS_SETTINGS)).not.toThrow();
    });

    it('believe the issuer that the gateway believes', () => {
      const control = functionsOf(made).find(([room]) => room === 'control')?.[1] as Resource;
      const [issuer, ...others] = IssuerConfigs.parse(JSON.parse(environmentOf(control)['PLUMB_ISSUERS'] ?? ''));
      expect(others).toStrictEqual([]);
      expect(issuer?.roles).toStrictEqual({
        Admin: 'Admin',
        Operator: 'Operator',
        Developer: 'Developer',
        Viewer: 'Viewer',
      });
      for (const [, authorizer] of ofType(made.service, 'AWS::ApiGatewayV2::Authorizer')) {
        expect(at(authorizer, 'JwtConfiguration')).toStrictEqual({
          Audience: [issuer?.audience],
          Issuer: issuer?.issuer,
        });
      }
    });

    it('of which one follows the feed: heads alone, in order, with an end to retries', () => {
      const [[, feed] = [], ...others] = ofType(made.service, 'AWS::Lambda::EventSourceMapping');
      expect(others).toStrictEqual([]);
      expect(String(at(feed, 'FunctionName'))).toMatch(/^<RoomsprojectFunction/);
      expect(String(at(feed, 'EventSourceArn'))).toMatch(/^<TablesStreams\w{8}\.StreamArn>$/);
      expect(JSON.parse(String(at(feed, 'FilterCriteria.Filters.0.Pattern')))).toStrictEqual({
        dynamodb: { Keys: { sk: { S: [HEAD_SORT] } } },
      });
      const {
        BatchSize,
        BisectBatchOnFunctionError,
        FunctionResponseTypes,
        MaximumRetryAttempts,
        ParallelizationFactor,
      } = feed?.Properties ?? {};
      expect({
        BatchSize,
        BisectBatchOnFunctionError,
        FunctionResponseTypes,
        MaximumRetryAttempts,
        ParallelizationFactor,
      }).toStrictEqual({
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 8,
        ParallelizationFactor: 1,
      });
      expect(at(feed, 'StartingPosition')).toBe('TRIM_HORIZON');
      expect(String(at(feed, 'DestinationConfig.OnFailure.Destination'))).toMatch(/^<DeadLetterQueue\w{8}\.Arn>$/);
      expect(feed?.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^projectPolicy/)]));
    });

    it('that nobody waits for hand over what failed', () => {
      for (const [room, fn] of functionsOf(made)) {
        const alone = room === 'sweep' || room === 'project' || room === 'rollout';
        const target = at(fn, 'DeadLetterConfig.TargetArn');
        expect(alone ? /^<DeadLetterQueue\w{8}\.Arn>$/.test(String(target)) : target, room).toBe(
          alone ? true : undefined,
        );
      }
    });
  });
