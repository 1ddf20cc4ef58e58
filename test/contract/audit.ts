import { describe, expect, it } from 'vitest';
import type { LogLeaf } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const leaf = (stream: string, revision: number): LogLeaf => ({
  stream,
  revision,
  hash: `${revision}`.padStart(64, '0'),
});
const [A1, A2, B1] = [leaf('local/note/a', 1), leaf('local/note/a', 2), leaf('local/note/b', 1)];

/** @see usecases/ports.ts AuditLog */
export function auditLogContract(open: Factory<'log'>): void {
  const run = within(open);
  describe('audit log', () => {
    it(
      'gives new leaves the next places and ignores those it holds',
      run(async ({ world: { log } }) => {
        expect(await log.size()).toBe(0);
        expect(await log.append([A1, B1])).toBe(2);
        expect(await log.append([B1, A2, A1, A2])).toBe(3);
        expect(await log.leaves(0, 9)).toStrictEqual([A1, B1, A2]);
        expect(await log.leaves(1, 2)).toStrictEqual([B1]);
        expect(await log.leaves(3, 9)).toStrictEqual([]);
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { log }, failOnce }) => {
        failOnce('log', 'append', { stored });
        await expect(log.append([A1, A2])).rejects.toThrow('log.append failed');
        expect(await log.append([A1, A2])).toBe(2);
        expect(await log.leaves(0, 9)).toStrictEqual([A1, A2]);
      })(),
    );

    it(
      'writes a tile once',
      run(async ({ world: { log } }) => {
        expect(await log.tile(0, 0)).toBeUndefined();
        await log.putTile(0, 0, Buffer.alloc(8192, 1));
        await log.putTile(0, 0, Buffer.alloc(8192, 2));
        await log.putTile(1, 0, Buffer.alloc(8192, 3));
        expect(Buffer.from((await log.tile(0, 0)) ?? []).equals(Buffer.alloc(8192, 1))).toBe(true);
        expect(Buffer.from((await log.tile(1, 0)) ?? []).equals(Buffer.alloc(8192, 3))).toBe(true);
      }),
    );
  });
}

/** @see usecases/ports.ts Witness */
export function witnessContract(open: Factory<'witness'>): void {
  const run = within(open);
  describe('witness', () => {
    it(
      'remembers the last checkpoint',
      run(async ({ world: { witness } }) => {
        expect(await witness.last()).toBeUndefined();
        await witness.save('first\n');
        await witness.save('second\n');
        expect(await witness.last()).toBe('second\n');
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { witness }, failOnce }) => {
        failOnce('witness', 'save', { stored });
        await expect(witness.save('one\n')).rejects.toThrow('witness.save failed');
        expect(await witness.last()).toBe(stored ? 'one\n' : undefined);
        await witness.save('one\n');
        expect(await witness.last()).toBe('one\n');
      })(),
    );
  });
}
