import type { Http } from '../../agent/ports.ts';
import { jwsOf, jwsSigningInput, RECEIPT_TYP, readJws } from '../../core/integrity/jws.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Json } from '../../schemas/words.ts';
import type { Faults } from './faults.ts';
import type { Machine } from './machine.ts';

/** What lying nodes make of their messages; they share what they have heard. */
export function liar(faults: Faults) {
  const receipts: string[] = [];
  return (machine: Machine, http: Http): Http =>
    async (request) => {
      if (request.body === undefined || request.method !== 'POST') return http(request);
      if (request.url.endsWith('/receipts')) {
        const said = JSON.parse(request.body) as { receipts: string[] };
        const bent = await bend(machine, said.receipts);
        receipts.push(...said.receipts);
        return http({ ...request, body: JSON.stringify({ receipts: bent }) });
      }
      if (request.url.endsWith('/check-in') && faults.happens('lie: health backwards')) {
        const said = JSON.parse(request.body) as CheckInRequest;
        return http({ ...request, body: JSON.stringify(backwards(said)) });
      }
      return http(request);
    };

  async function bend(machine: Machine, own: readonly string[]): Promise<string[]> {
    const [first] = own;
    if (receipts[0] && faults.happens('lie: receipt replayed')) return [receipts[0], ...own];
    if (receipts.length > 0 && faults.happens('lie: receipt of another')) return [...own, ...receipts.slice(-1)];
    if (first && faults.happens('lie: wrong digest')) return [await forged(machine, first), ...own.slice(1)];
    return [...own];
  }
}

/** Properly signed, about bytes that the node does not have. */
async function forged(machine: Machine, receipt: string): Promise<string> {
  const claims = readJws(receipt, RECEIPT_TYP)?.claims as { [name: string]: Json } | undefined;
  const configs = Object.keys((claims?.['configs'] ?? {}) as object).map((name) => [name, 'a'.repeat(64)]);
  const input = jwsSigningInput(RECEIPT_TYP, { ...claims, configs: Object.fromEntries(configs) });
  return jwsOf(input, (await machine.keys()).sign(input));
}

const backwards = (said: CheckInRequest): CheckInRequest => ({
  ...said,
  sample: said.sample && {
    ...said.sample,
    sequence: Math.max(0, said.sample.sequence - 3),
    counts: { ...said.sample.counts, requests: 0, errors: 0, latency: [] },
  },
});
