import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEDULE } from '../../../schemas/schedule.ts';
import { ROOT } from '../../support/plant.ts';
import type { Made } from '../support/made.ts';
import { at, ofType } from '../support/plain-template.ts';

const DEFINITION: unknown = JSON.parse(readFileSync(join(ROOT, 'state-machines/rollout.asl.json'), 'utf8'));

export const workflowSuite = (all: readonly Made[]): void =>
  describe.each(all)('what goes on by itself in $name', (made) => {
    it('the state machine is the file, and calls the rollout function', () => {
      const [[, machine] = [], ...others] = ofType(made.service, 'AWS::StepFunctions::StateMachine');
      expect(others).toStrictEqual([]);
      expect(JSON.parse(String(at(machine, 'DefinitionString')))).toStrictEqual(DEFINITION);
      expect(Object.keys(at(machine, 'DefinitionSubstitutions') as object)).toStrictEqual(['RolloutFunctionArn']);
      expect(String(at(machine, 'DefinitionSubstitutions.RolloutFunctionArn'))).toMatch(/^<RoomsrolloutFunction/);
      expect(at(machine, 'StateMachineType')).toBe('STANDARD');
      expect(at(machine, 'LoggingConfiguration.Level')).toBe('ALL');
      expect(at(machine, 'TracingConfiguration')).toBe(undefined);
      expect(machine?.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^RolloutPolicy/)]));
    });

    it('the functions know the state machine by the name it gets', () => {
      const [[, machine] = []] = ofType(made.service, 'AWS::StepFunctions::StateMachine');
      const arn = `arn:aws:states:eu-west-1:123456789012:stateMachine:${at(machine, 'StateMachineName')}`;
      const told = ofType(made.service, 'AWS::Lambda::Function').flatMap(([, fn]) => {
        const value = at(fn, 'Environment.Variables.PLUMB_STATE_MACHINE');
        return value === undefined ? [] : [value];
      });
      expect(told).toStrictEqual([arn, arn, arn]);
    });

    it('every row of the schedule is a rule, straight to its function, with somewhere to go when it fails', () => {
      const rules = ofType(made.service, 'AWS::Events::Rule').map(([id, rule]) => {
        const { Arn, Input, DeadLetterConfig, RetryPolicy } = at(rule, 'Targets.0') as Record<string, unknown>;
        expect(at(rule, 'Targets.1')).toBe(undefined);
        expect(JSON.stringify(DeadLetterConfig)).toMatch(/^\{"Arn":"<DeadLetterQueue\w{8}\.Arn>"\}$/);
        expect(RetryPolicy).toStrictEqual({ MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 });
        const allowed = ofType(made.service, 'AWS::Lambda::Permission').filter(
          ([, permission]) => at(permission, 'SourceArn') === `<${id}.Arn>`,
        );
        expect(allowed.map(([, permission]) => at(permission, 'FunctionName'))).toStrictEqual([Arn]);
        const { task } = JSON.parse(String(Input)) as { task: string };
        return [task, /^<Rooms(\w+)Function/.exec(String(Arn))?.[1], at(rule, 'ScheduleExpression')];
      });
      const expected = SCHEDULE.map(({ task, function: room, everyMinutes }) => [task, room, rate(everyMinutes)]);
      expect(rules.toSorted()).toStrictEqual(expected.toSorted());
    });

    it('what is given up waits two weeks, encrypted, and only by TLS', () => {
      const [[id, queue] = [], ...others] = ofType(made.service, 'AWS::SQS::Queue');
      expect(others).toStrictEqual([]);
      expect(at(queue, 'MessageRetentionPeriod')).toBe(14 * 24 * 3600);
      expect(at(queue, 'SqsManagedSseEnabled')).toBe(true);
      const [[, policy] = []] = ofType(made.service, 'AWS::SQS::QueuePolicy');
      expect(at(policy, 'Queues')).toStrictEqual([`<${id}>`]);
      expect(JSON.stringify(at(policy, 'PolicyDocument.Statement.0'))).toContain('"aws:SecureTransport":"false"');
    });
  });

const rate = (minutes: number): string => {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'rate(1 day)' : `rate(${minutes / 1440} days)`;
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
};
