import type { CheckInRequest } from '../../schemas/node-messages.ts';

/* The check-in in which nothing happened, read without a schema library: what most requests of a fleet are. */

type Check = (value: unknown) => boolean;
type Fields = { readonly [name: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with all of `needed`, any of `allowed`, and nothing else. */
function exactly(needed: { readonly [name: string]: Check }, allowed: { readonly [name: string]: Check } = {}): Check {
  const names = Object.keys(needed);
  return (value) => {
    if (!isFields(value)) return false;
    let found = 0;
    for (const name of Object.keys(value)) {
      const required = Object.hasOwn(needed, name);
      const check = required ? needed[name] : Object.hasOwn(allowed, name) ? allowed[name] : undefined;
      if (!check?.(value[name])) return false;
      if (required) found += 1;
    }
    return found === names.length;
  };
}
const list =
  (most: number, check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const text =
  (most: number, form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most && form.test(value);
const number =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;

const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isBucket: Check = (value) => count(value) && (value as number) < 64;
const sha256 = text(64, /^[0-9a-f]{64}$/);
/** Letters of any script, but nothing that is not seen or that turns lines around: as `said` in schemas/node-messages.ts. */
const SAYABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;
const word: Check = (value) => value !== '' && text(64, SAYABLE)(value);
const nothing = list(0, () => false);

const MOST_COUNTERS = 8;
const COUNTER = /^[a-zA-Z][a-zA-Z0-9_.]{0,31}$/;
const amountFits = number(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const counters: Check = (value) =>
  isFields(value) &&
  Object.keys(value).length <= MOST_COUNTERS &&
  Object.entries(value).every(([name, amount]) => COUNTER.test(name) && amountFits(amount));
const latency = list(64, (pair) => Array.isArray(pair) && pair.length === 2 && isBucket(pair[0]) && count(pair[1]));
const counts = exactly(
  { requests: count, errors: count, probesOk: count, probesFailed: count, latency },
  { custom: counters },
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const sample = exactly({ bootId: text(36, UUID), sequence: count, generation: count, counts }, { sinceBoot: counts });
const component = exactly({
  name: text(128, SAYABLE),
  kind: word,
  version: text(64, SAYABLE),
  digest: (value) => value === '' || sha256(value),
});
const share = number(0, 1);

const isPlain = exactly(
  {
    directive: exactly({ epoch: count, sequence: count }),
    labelsRevision: count,
    rootVersion: count,
    needs: list(32, sha256),
    running: orNull(exactly({ epoch: count, generation: count, digest: sha256 })),
    components: list(1000, component),
    sample: orNull(sample),
    probe: (value) => value === null || value === 'ok' || value === 'failed',
    resources: exactly({ cpu: share, memory: share }),
    connectivity: exactly({ offlineSeconds: count, failures: count }),
    swap: (value) => value === null,
    evidence: nothing,
    refusals: nothing,
    ordersDone: nothing,
    liveness: orNull((value) => typeof value === 'string' && value.length <= 256),
  },
  { resident: list(8, exactly({ generation: count, digest: sha256 })), ahead: nothing },
);

/**
 * A check-in that reports nothing out of the ordinary, as the schema would read it.
 * @returns undefined for any other, right or wrong: then ask the schema
 * @see schemas/node-messages.ts CheckInRequest
 */
export const plainCheckIn = (value: unknown): CheckInRequest | undefined =>
  isPlain(value) ? withDefaults(value as CheckInRequest) : undefined;
const withDefaults = (said: CheckInRequest): CheckInRequest =>
  said.resident && said.ahead ? said : { ...said, resident: said.resident ?? [], ahead: said.ahead ?? [] };
