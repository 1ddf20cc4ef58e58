import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/*
 * A tiny real service whose behaviour depends on its configuration: it quotes a fee for a payment. Configuration is
 * read from DIR/current, which the agent switches; POST /reload swaps it without dropping a request.
 */

interface Fees {
  readonly defaultTier: string;
  readonly tiers: { readonly [tier: string]: { readonly percent: number } };
}

const { values } = parseArgs({ options: { dir: { type: 'string' }, config: { type: 'string' } } });
const file = join(String(values.dir), 'current', String(values.config));

let fees: Fees | undefined;
const counts = { requests: 0, errors: 0 };
const latency = new Map<number, number>();

/** Bucket i holds latencies up to 2^(i/4) ms (schemas/health.ts). */
const bucketOf = (ms: number): number => Math.min(63, Math.max(0, Math.ceil(4 * Math.log2(Math.max(ms, 1)))));

function quote(amount: number, tier: string | null): number {
  if (!fees) throw new Error('not configured');
  const chosen = fees.tiers[tier ?? fees.defaultTier];
  // This is the bug a schema cannot see: a default tier that the table does not hold.
  if (!chosen) throw new Error(`no tier ${tier ?? fees.defaultTier}`);
  return (amount * chosen.percent) / 100;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://service');
  const answer = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (url.pathname === '/reload') {
    try {
      fees = JSON.parse(readFileSync(file, 'utf8')) as Fees;
      answer(200, { defaultTier: fees.defaultTier });
    } catch (error) {
      answer(500, { error: String(error) });
    }
  } else if (url.pathname === '/health') {
    answer(fees ? 200 : 503, { ready: fees !== undefined });
  } else if (url.pathname === '/metrics') {
    answer(200, { ...counts, latency: [...latency] });
  } else {
    const started = performance.now();
    counts.requests++;
    try {
      answer(200, { fee: quote(Number(url.searchParams.get('amount')), url.searchParams.get('tier')) });
    } catch (error) {
      counts.errors++;
      answer(500, { error: String(error) });
    }
    const bucket = bucketOf(performance.now() - started);
    latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
  }
});

try {
  fees = JSON.parse(readFileSync(file, 'utf8')) as Fees;
} catch {
  // Nothing applied yet: /health says so until the first reload.
}
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(JSON.stringify({ port: address.port }));
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
