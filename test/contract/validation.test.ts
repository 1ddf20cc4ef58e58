import { afterAll, expect, it } from 'vitest';
import { workerSchemaRunner } from '../../adapters/validation/schema-runner.ts';
import { schemaRunnerContract } from './schema-runner.ts';

const runner = workerSchemaRunner();
afterAll(() => runner.close());
schemaRunnerContract(() => runner);

it('ends what passes the memory limit as too costly, and works on', async () => {
  const small = workerSchemaRunner({ milliseconds: 20_000, heapMegabytes: 24 });
  const document = JSON.stringify(Array.from({ length: 150_000 }, (_, id) => ({ id, text: `x${id}` })));
  expect(await small.validate('{"items":{"type":"string"}}', document)).toStrictEqual({
    ok: false,
    reason: 'too_costly',
  });
  expect(await small.validate('{"type":"string"}', '"a"')).toStrictEqual({ ok: true, findings: [] });
  await small.close();
});
