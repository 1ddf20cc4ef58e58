import { describe, expect, it } from 'vitest';
import { at, install } from './answers.ts';
import { place, windowed } from './documents.ts';

describe('windows bind the switch alone', () => {
  it('not getting ready', () => expect(install(windowed, { ...at(0), toActivate: false })).toStrictEqual({ ok: true }));
  it('not repair', () =>
    expect(install(windowed, { ...at(30), floor: place(5, windowed.digest) })).toStrictEqual({ ok: true }));
});
