import { describe, expect, it } from 'vitest';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { report } from '../../../core/deployment/report.ts';
import type { Breach } from '../../../schemas/deployment-report.ts';
import {
  at,
  DEPLOYMENT_ID,
  noCounts,
  OTHER_ID,
  planned,
  provenEvent,
  released,
  started,
  stateAfter,
} from '../../support/deployment-states.ts';

const finding = { share: 'requests', candidate: 0.5, reference: 0, limit: 0.1, comparedWith: 'stable' } as const;
const breach: Breach = {
  phase: 2,
  generation: 2,
  findings: [
    { trigger: 'error_rate', unit: 'ratio', ...finding },
    { trigger: 'node_error_rate', unit: 'ratio', ...finding },
  ] as unknown as Breach['findings'],
  nodes: [],
  samplesDropped: 0,
};
const breached = (seconds: number): DeploymentEvent => ({ type: 'HealthBreached', at: at(seconds), breach });
const releasedAt = (phase: number, seconds: number): DeploymentEvent =>
  ({ ...released(phase), at: at(seconds) }) as never;
const back = (automatic: boolean, by: string | null = OTHER_ID): DeploymentEvent => ({
  ...{ type: 'DeploymentRolledBack', at: at(20), by, automatic, justification: 'too many errors' },
});
const told = (...events: readonly DeploymentEvent[]) => ({ state: stateAfter(...events), events });
const reportOf = (...events: readonly DeploymentEvent[]) => report(told(started(), planned, ...events), undefined);

describe('a report', () => {
  it('of a deployment that runs says no more than what happened', () => {
    expect(reportOf()).toStrictEqual({
      id: DEPLOYMENT_ID,
      cluster: 'payments.development',
      outcome: 'running',
      automatic: false,
      timeline: [
        { at: at(-60), type: 'DeploymentStarted' },
        { at: at(-59), type: 'DeploymentPlanned' },
      ],
    });
  });

  it('tells each event with what one asks of it', () => {
    const justification = 'seen by hand';
    const counts = { ...noCounts, applied: 3 };
    const { timeline } = reportOf(
      releasedAt(1, -30),
      { type: 'DeploymentWaiting', at: at(-29), phase: 1, reasons: [{ code: 'no_data' }, { code: 'soaking' }], counts },
      { ...provenEvent(1, -20), counts } as DeploymentEvent,
      { type: 'DeploymentHeld', at: at(-10), phase: 1, reason: 'awaiting_promotion', counts },
      { type: 'PhaseAdvanced', at: at(-5), phase: 1, justification },
      breached(1),
    );
    expect(timeline.slice(2)).toStrictEqual([
      { at: at(-30), type: 'PhaseReleased', phase: 1, detail: '2 nodes, activate' },
      { at: at(-29), type: 'DeploymentWaiting', phase: 1, detail: 'no_data, soaking' },
      { at: at(-20), type: 'PhaseProven', phase: 1, detail: '3 nodes' },
      { at: at(-10), type: 'DeploymentHeld', phase: 1, detail: 'awaiting_promotion' },
      { at: at(-5), type: 'PhaseAdvanced', phase: 1, detail: justification },
      { at: at(1), type: 'HealthBreached', phase: 2, detail: 'error_rate, node_error_rate' },
    ]);
  });

  it('of a breach says how long after the phase it came, of the phases before it alone', () => {
    const { detectionMilliseconds, breach: shown } = reportOf(
      releasedAt(1, -30),
      releasedAt(2, -10),
      breached(2.5),
      releasedAt(3, 3),
    );
    expect({ detectionMilliseconds, shown }).toStrictEqual({ detectionMilliseconds: 12_500, shown: breach });
    expect(reportOf(releasedAt(1, 1), breached(1)).detectionMilliseconds).toBe(0);
    expect(reportOf(breached(1))).not.toHaveProperty('detectionMilliseconds');
    expect(reportOf(releasedAt(1, 1))).not.toHaveProperty('breach');
  });

  it.each([
    { name: 'rolled back by health', closed: back(true), automatic: true, justification: 'too many errors' },
    { name: 'rolled back by a person', closed: back(false), automatic: false, justification: 'too many errors' },
    {
      name: 'halted by health',
      closed: { type: 'DeploymentHalted', at: at(9), reason: { code: 'x' }, automatic: true, justification: null },
      automatic: true,
      justification: undefined,
    },
    {
      name: 'stopped, which only a person does',
      closed: { type: 'DeploymentStopped', at: at(9), justification: 'wrong day' },
      automatic: false,
      justification: 'wrong day',
    },
  ] as const)('says who ended it and why: $name', ({ closed, automatic, justification }) => {
    const shown = reportOf(releasedAt(1, 1), closed as DeploymentEvent);
    expect(shown.automatic).toBe(automatic);
    expect(shown.justification).toBe(justification);
  });

  it('carries what became of the rollback', () => {
    const undone = told(started(), planned, releasedAt(1, 1), breached(2), back(true));
    const counts = { ...noCounts, applied: 10 };
    const own = started({ id: OTHER_ID, rollbackOf: DEPLOYMENT_ID });
    const done: DeploymentEvent = { type: 'DeploymentCompleted', at: at(30), counts };
    const reported = { type: 'DeploymentReported', at: at(31), outcome: 'completed', counts } as const;
    const rollbackAfter = (...events: readonly DeploymentEvent[]) => report(undone, told(own, ...events)).rollback;
    expect(rollbackAfter()).toStrictEqual({ id: OTHER_ID, outcome: 'planning' });
    expect(rollbackAfter(planned, done, { ...reported, executionMilliseconds: 900 })).toStrictEqual({
      id: OTHER_ID,
      outcome: 'completed',
      generation: 2,
      executionMilliseconds: 900,
      counts,
    });
    expect(rollbackAfter(planned, done, { ...reported, executionMilliseconds: null })).not.toHaveProperty(
      'executionMilliseconds',
    );
    expect(report(undone, undefined)).not.toHaveProperty('rollback');
  });
});
