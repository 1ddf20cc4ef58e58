import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadlines } from '../../server/http/deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a deadline of 100 ms', () => {
  it('is over after 100 ms, and not a millisecond before', () => {
    const over = vi.fn();
    deadlines(100).begin(over);
    vi.advanceTimersByTime(99);
    expect(over).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(over).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(over).toHaveBeenCalledTimes(1);
  });

  it('that was kept is never over', () => {
    const over = vi.fn();
    const inTime = deadlines(100).begin(over);
    vi.advanceTimersByTime(99);
    inTime();
    vi.advanceTimersByTime(1000);
    expect(over).toHaveBeenCalledTimes(0);
  });
});

it('deadlines that began one after the other are over one after the other, with one timer', () => {
  const over: string[] = [];
  const { begin } = deadlines(100);
  begin(() => over.push('first'));
  vi.advanceTimersByTime(40);
  const kept = begin(() => over.push('kept'));
  begin(() => over.push('second'));
  expect(vi.getTimerCount()).toBe(1);
  kept();
  vi.advanceTimersByTime(60);
  expect(over).toStrictEqual(['first']);
  vi.advanceTimersByTime(39);
  expect(over).toStrictEqual(['first']);
  vi.advanceTimersByTime(1);
  expect(over).toStrictEqual(['first', 'second']);
  expect(vi.getTimerCount()).toBe(0);
  begin(() => over.push('third'));
  vi.advanceTimersByTime(100);
  expect(over).toStrictEqual(['first', 'second', 'third']);
});
