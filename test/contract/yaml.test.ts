import { afterAll, describe, expect, it } from 'vitest';
import { workerYamlReader } from '../../adapters/validation/yaml-reader.ts';
import { memoryWorld } from '../support/world.ts';
import { yamlReaderContract } from './yaml-reader.ts';

describe('in a worker thread', () => {
  const reader = workerYamlReader();
  afterAll(() => reader.close());
  yamlReaderContract(() => reader);

  it('holds nobody up: others have their turn while it reads', async () => {
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await reader.read(new TextEncoder().encode('- {a: 1}\n'.repeat(20_000)));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0);
  });

  it.each([
    { limits: { milliseconds: 200, heapMegabytes: 512 } },
    { limits: { milliseconds: 60_000, heapMegabytes: 24 } },
  ])('ends what passes $limits as too costly, and works on', async ({ limits }) => {
    const small = workerYamlReader(limits);
    const text = '- {a: 1}\n'.repeat(100_000);
    expect(await small.read(new TextEncoder().encode(text))).toMatchObject({ ok: false, code: 'yaml_too_costly' });
    expect(await small.read(new TextEncoder().encode('a: 1'))).toStrictEqual({ ok: true, value: { a: 1 } });
    await small.close();
  });
});

describe('in memory, as other tests use it', () => yamlReaderContract(() => memoryWorld().world.yaml));
