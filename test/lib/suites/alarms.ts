import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../../lib/alarms.ts';
import { ROOMS } from '../../../lib/rooms.ts';
import { ROOT } from '../../support/plant.ts';
import type { Made } from '../support/made.ts';
import { at, ofType } from '../support/plain-template.ts';

/** Alarms on a sum, which MiniStack does not take. */
const SUMS = ['functions-throttled', 'tables-throttled', 'executions-failed'];

const idOf = (name: string): string => `Watch${name.replaceAll('-', '')}`;

export const alarmSuite = (all: readonly Made[]): void => {
  it('every alarm has a name of its own and a runbook that is there', () => {
    expect(new Set(ALARMS.map(({ name }) => name)).size).toBe(ALARMS.length);
    expect(ALARMS.length).toBeGreaterThanOrEqual(20);
    expect(ALARMS.filter(({ runbook }) => !existsSync(join(ROOT, runbook)))).toStrictEqual([]);
  });

  describe.each(all)('alarms of $name', (made) => {
    const expected = ALARMS.filter(({ name }) => made.stage.summedAlarms || !SUMS.includes(name));
    const found = ofType(made.service, 'AWS::CloudWatch::Alarm');

    it('are those of the list', () => {
      expect(found.map(([id]) => id.slice(0, -8)).toSorted()).toStrictEqual(
        expected.map(({ name }) => idOf(name)).toSorted(),
      );
    });

    it.each(expected)(
      '$name rings somebody, says what is wrong and where to read on',
      ({ name, runbook, says, threshold, periods, silent }) => {
        const [, alarm] = found.find(([id]) => id.slice(0, -8) === idOf(name)) ?? [];
        expect(at(alarm, 'AlarmDescription')).toBe(`${says}\nRunbook: ${runbook}`);
        expect(at(alarm, 'AlarmActions')).toStrictEqual([expect.stringMatching(/^<WatchTopic\w{8}>$/)]);
        expect(at(alarm, 'OKActions')).toStrictEqual(at(alarm, 'AlarmActions'));
        expect([at(alarm, 'Threshold'), at(alarm, 'EvaluationPeriods')]).toStrictEqual([threshold, periods]);
        expect(at(alarm, 'TreatMissingData')).toBe(silent ? 'breaching' : 'notBreaching');
        expect(at(alarm, 'ComparisonOperator')).toBe(silent ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold');
      },
    );

    it('look at metrics of this control plane alone', () => {
      for (const [id, alarm] of found) {
        const dimensions = JSON.stringify([at(alarm, 'Dimensions'), at(alarm, 'Metrics')]);
        expect(dimensions, id).toMatch(/"Dimensions":\[\{|"Name":/);
      }
      const own = found.filter(([, alarm]) => at(alarm, 'Namespace') === 'Plumbline');
      expect(own.length).toBe(7);
      const [[, control] = []] = ofType(made.service, 'AWS::Lambda::Function').filter(([id]) =>
        id.startsWith('Roomscontrol'),
      );
      for (const [, alarm] of own)
        expect(at(alarm, 'Dimensions')).toStrictEqual([
          { Name: 'service', Value: at(control, 'Environment.Variables.PLUMB_CONTROL_PLANE') },
        ]);
    });

    it('are all on the dashboard, with every function', () => {
      const [[, dashboard] = []] = ofType(made.service, 'AWS::CloudWatch::Dashboard');
      const body = JSON.parse(String(at(dashboard, 'DashboardBody'))) as {
        widgets: { type: string; properties: unknown }[];
      };
      const shown = JSON.stringify(body.widgets.find(({ type }) => type === 'alarm')?.properties);
      for (const [id] of found) expect(shown).toContain(`<${id}.Arn>`);
      for (const room of ROOMS) expect(JSON.stringify(body.widgets)).toContain(`<Rooms${room}Function`);
      expect(body.widgets.length).toBeGreaterThanOrEqual(11);
    });
  });
};
