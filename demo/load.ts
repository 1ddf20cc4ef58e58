import { createWriteStream } from 'node:fs';
import { Agent, get } from 'node:http';
import { parseArgs } from 'node:util';

/*
 * Request load from a process of its own: a fixed number of requests a second, spread over the services in turn,
 * each one logged as it ended: `unix ms, service index, status (0 = no answer), milliseconds`. Ends on SIGTERM.
 */
const { values } = parseArgs({
  options: { targets: { type: 'string' }, rate: { type: 'string', default: '120' }, log: { type: 'string' } },
});
const targets = String(values.targets).split(',');
const log = createWriteStream(String(values.log), { flags: 'a' });
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const intervalMs = 1000 / Number(values.rate);

let sent = 0;
let open = 0;
const send = (): void => {
  const index = sent++ % targets.length;
  const started = performance.now();
  open++;
  const ended = (status: number) => {
    open--;
    log.write(`${Date.now()} ${index} ${status} ${(performance.now() - started).toFixed(1)}\n`);
  };
  const request = get(`${targets[index]}/quote?amount=100`, { agent, timeout: 5000 }, (response) => {
    response.resume();
    response.once('end', () => ended(response.statusCode ?? 0));
  });
  request.once('timeout', () => request.destroy());
  request.once('error', () => ended(0));
};

// Bounded: a request is skipped, not queued, when too many are open.
const timer = setInterval(() => open < 200 && send(), intervalMs);
process.once('SIGTERM', () => {
  clearInterval(timer);
  const flush = setInterval(() => {
    if (open > 0) return;
    clearInterval(flush);
    log.end(() => process.exit(0));
  }, 20);
});
console.log('loading');
