/**
 * Loaded before anything else (`NODE_OPTIONS=--import`), it moves the date of a process and of all it starts:
 * what would break on a later day breaks today. Timers, files and TLS go on as they are.
 */
const aheadMs = Number(process.env['TEST_YEARS_AHEAD'] ?? 0) * 365.25 * 86_400_000;

if (aheadMs !== 0) {
  const real = Date;
  const now = (): number => real.now() + aheadMs;
  globalThis.Date = new Proxy(real, {
    apply: () => new real(now()).toString(),
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as Date,
    get: (target, name, self) => (name === 'now' ? now : (Reflect.get(target, name, self) as unknown)),
  });
}
