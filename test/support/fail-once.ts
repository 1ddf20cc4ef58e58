import type { World } from '../../usecases/ports.ts';

type Ports = Pick<
  World,
  | 'streams'
  | 'pulses'
  | 'blobs'
  | 'signer'
  | 'issuing'
  | 'keyring'
  | 'workflow'
  | 'bus'
  | 'views'
  | 'positions'
  | 'log'
  | 'witness'
  | 'schemas'
>;
const PORTS = [
  'streams',
  'pulses',
  'blobs',
  'signer',
  'issuing',
  'keyring',
  'workflow',
  'bus',
  'views',
  'positions',
  'log',
  'witness',
  'schemas',
] as const;

/** Makes the next call of one method fail: before it does anything, or after it did and the reply is lost. */
export type FailOnce = <P extends keyof Ports>(
  port: P,
  method: keyof Ports[P] & string,
  how: {
    readonly stored: boolean;
    /** Calls that still work before the one that fails. */
    readonly after?: number;
  },
) => void;

interface Failure {
  readonly name: string;
  readonly stored: boolean;
  callsLeft: number;
}

/** The same world with every port wrapped, and the switch that breaks it. */
export function failing<W extends Ports>(world: W): { world: W; failOnce: FailOnce } {
  const failures: Failure[] = [];
  const due = (name: string): Failure | undefined => {
    const failure = failures.find((each) => each.name === name);
    if (!failure || failure.callsLeft-- > 0) return undefined;
    failures.splice(failures.indexOf(failure), 1);
    return failure;
  };
  const wrap = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get(object, method: string) {
        const original = Reflect.get(object, method) as unknown;
        if (typeof original !== 'function') return original;
        return (...args: readonly unknown[]): unknown => {
          const name = `${port}.${method}`;
          const failure = due(name);
          if (!failure) return Reflect.apply(original, object, args);
          return fail(name, failure.stored, () => Reflect.apply(original, object, args));
        };
      },
    });
  const wrapped = Object.fromEntries(PORTS.map((port) => [port, wrap(port, world[port])]));
  return {
    world: { ...world, ...wrapped },
    failOnce: (port, method, { stored, after = 0 }) =>
      failures.push({ name: `${port}.${method}`, stored, callsLeft: after }),
  };
}

async function fail(name: string, stored: boolean, call: () => unknown): Promise<never> {
  if (stored) await call();
  throw new Error(`${name} failed`);
}
