import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/*
 * `node --import ./test/crashes/plane/crash-hook.ts bin/serve.ts …`: the control plane that a user runs, but the
 * workflow's store, the streams and the steps may end it (dying/). They themselves get the real ones.
 */
const DYING: Readonly<Record<string, string>> = {
  '/adapters/embedded/workflow/execution-store.ts': 'dying/execution-store.ts',
  '/adapters/embedded/streams/streams.ts': 'dying/streams.ts',
  '/functions/rollout/handler.ts': 'dying/steps.ts',
};

if (isMainThread)
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (context.parentURL?.includes('/test/crashes/plane/dying/')) return resolved;
      const place = Object.keys(DYING).find((path) => resolved.url.endsWith(path));
      const double = place && DYING[place];
      return double ? { ...resolved, url: new URL(double, import.meta.url).href } : resolved;
    },
  });
