import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectFunction } from '../../../functions/project/handler.ts';
import { parking } from '../../../functions/project/parking.ts';
import { projectTasks } from '../../../functions/project/tasks.ts';
import { rolloutTasks } from '../../../functions/rollout/tasks.ts';
import { runTask, taskOf } from '../../../functions/shared/run-tasks.ts';
import { sweepTasks } from '../../../functions/sweep/tasks.ts';
import { SCHEDULE } from '../../../schemas/schedule.ts';
import { memoryWorld } from '../../support/world.ts';
import { memoryParked } from '../project/parked.ts';

const { world } = memoryWorld();
const functions = projectFunction(world, () => {});
const set = parking({
  project: functions.project,
  parked: memoryParked().parked,
  now: world.clock.now,
  pause: async () => {},
  onParked: () => {},
  onReleased: () => {},
  onCounted: () => {},
});
const ROOMS = {
  sweep: sweepTasks(world, async () => {}, world.positions),
  project: projectTasks(world, functions, set),
  rollout: rolloutTasks(world),
};

describe('the schedule', () => {
  it('names every task of every room once, each in the room that has it', () => {
    const scheduled = SCHEDULE.map((row) => `${row.function}: ${row.task}`).toSorted();
    const there = Object.entries(ROOMS).flatMap(([room, tasks]) =>
      Object.keys(tasks).map((task) => `${room}: ${task}`),
    );
    expect(scheduled).toStrictEqual(there.toSorted());
    expect(new Set(SCHEDULE.map(({ task }) => task)).size).toBe(SCHEDULE.length);
  });

  it.each([...SCHEDULE])('$task runs in $function, on an empty world too', async ({ task, function: room }) => {
    await runTask(ROOMS[room], task);
  });

  it('has nothing that ends in a signature outside rollout', () => {
    const signs = SCHEDULE.filter(({ function: room }) => room === 'rollout').map(({ task }) => task);
    expect(signs).toStrictEqual(['renew-directives', 'assess-idle-deployments']);
    for (const room of ['sweep', 'project'])
      expect(readFileSync(`functions/${room}/tasks.ts`, 'utf8')).not.toMatch(/usecases\/(?:issue|rollout)\//);
  });

  it.each(['renew', '', 'toString', 'constructor', '__proto__', 'renew-directives'])(
    'an unknown task is an error: %s',
    async (task) => {
      await expect(runTask(ROOMS.sweep, task)).rejects.toThrow(`unknown task ${task}`);
    },
  );

  it.each([
    { event: { task: 'checkpoint' }, expected: 'checkpoint' },
    { event: { task: 7 }, expected: '7' },
    { event: { Records: [] }, expected: undefined },
    { event: { step: 'plan' }, expected: undefined },
    { event: null, expected: undefined },
    { event: 'checkpoint', expected: undefined },
  ])('reads $expected out of $event', ({ event, expected }) => expect(taskOf(event)).toBe(expected));
});
