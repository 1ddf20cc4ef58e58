import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerSchemaRunner } from '../adapters/validation/schema-runner.ts';
import { canonical } from '../core/integrity/canonical.ts';
import { sha256Hex } from '../core/integrity/digest.ts';
import { diff } from '../core/json/diff.ts';
import { readJson } from '../core/json/read-json.ts';
import { readYaml } from '../core/json/read-yaml.ts';
import { CreateConfigRequest } from '../schemas/config.ts';
import { openWorld } from '../server/world.ts';
import type { Call } from '../usecases/call.ts';
import { createConfig } from '../usecases/config/create-config.ts';
import { diffVersions } from '../usecases/config/diff-versions.ts';
import { publishVersion } from '../usecases/config/publish-version.ts';
import { registerSchema } from '../usecases/schema/register-schema.ts';

/** Publishing a 1 MB version on a real data directory: what each step costs, and the whole. Budget: 40 ms. */
const RUNS = 30;
const NAME = 'rates.production';
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const rates = (run: number) => ({
  rates: Array.from({ length: 4180 }, (_, index) => ({
    id: `rate-${index}`,
    binFrom: 400_000_000_000 + index * 1000,
    binTo: 400_000_000_999 + index * 1000,
    country: 'DE',
    percent: index % 40 === run % 40 ? 1.5 : 1.25 + index / 10_000,
    currencies: ['EUR', 'USD'],
    enabled: true,
    owner: { team: 'payments', contact: 'ops@example.org' },
    note: 'standard rate for “cards”',
  })),
});
const SCHEMA = {
  type: 'object',
  required: ['rates'],
  properties: {
    rates: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'binFrom', 'binTo', 'percent'],
        properties: {
          id: { type: 'string', pattern: '^rate-\\d+$' },
          binFrom: { type: 'integer' },
          percent: { type: 'number', maximum: 100 },
        },
      },
    },
  },
};

let commands = 0;
const call = (): Call => ({
  principal: { subject: 'bench', role: 'Developer' },
  at: new Date().toISOString(),
  traceId: '0'.repeat(32),
  command: { key: `bench-${++commands}`, bodySha256: '0'.repeat(64) },
});

async function median(name: string, run: (index: number) => unknown): Promise<void> {
  const times: number[] = [];
  const before = process.threadCpuUsage();
  for (let index = 0; index < RUNS; index++) {
    const start = performance.now();
    await run(index);
    times.push(performance.now() - start);
  }
  const { user, system } = process.threadCpuUsage(before);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (RUNS - 1))] ?? 0).toFixed(1);
  const cpu = ((user + system) / 1000 / RUNS).toFixed(1);
  console.log(`${name.padEnd(28)} median ${at(0.5)} ms, p95 ${at(0.95)} ms; main thread ${cpu} ms of processor`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
const schemas = workerSchemaRunner();
const opened = openWorld({
  dataDir,
  environment: {},
  origin: () => 'http://127.0.0.1',
  schemas,
  yaml: { read: async (source) => readYaml(source) },
  invoke: async () => ({}),
  onFault: (fault) => console.error(fault),
});
const { world } = opened;
try {
  const bytes = encode(rates(0));
  const value = rates(0);
  console.log(`${bytes.byteLength} bytes`);
  await median('read strictly', () => readJson(bytes));
  await median('canonicalise', () => canonical(value));
  await median('hash', () => sha256Hex(bytes));
  await median('diff', (run) => diff(value, rates(run + 1)));
  const body = { mediaType: 'application/json', bytes: encode({ name: 'rates', version: '1.0.0', schema: SCHEMA }) };
  await registerSchema(world, { params: {}, query: {}, body }, call());
  await createConfig(
    world,
    { params: {}, query: {}, body: CreateConfigRequest.parse({ name: NAME, schema: 'rates@1.0.0' }) },
    call(),
  );
  const bodies = Array.from({ length: RUNS }, (_, run) => encode({ version: `1.0.${run}`, content: rates(run) }));
  await median('validate (worker)', () => schemas.validate(JSON.stringify(SCHEMA), JSON.stringify(value)));
  await median('publish, all of it', async (run) => {
    const input = {
      params: { name: NAME },
      query: {},
      body: { mediaType: 'application/json', bytes: bodies[run] ?? bytes },
    };
    const outcome = await publishVersion(world, input, call());
    if (!outcome.ok) throw new Error(outcome.code);
  });
  await median('diff of two stored versions', (run) =>
    diffVersions(world, { params: { name: NAME, v1: '1.0.0', v2: `1.0.${run}` }, query: {}, body: undefined }),
  );
} finally {
  await schemas.close();
  await opened.close();
  rmSync(dataDir, { recursive: true });
}
