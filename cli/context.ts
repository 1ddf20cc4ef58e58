import type { CallTerms, Client } from './client/client.ts';
import { connectionOf } from './client/connection.ts';
import type { Context } from './command-spec.ts';
import { usage } from './failure.ts';
import { inkFor, wantsColour } from './output/ink.ts';
import type { Surroundings } from './surroundings.ts';

type Options = Readonly<Record<string, unknown>>;

/** What a command gets, from its options; the client is loaded and made at first use. */
export function contextOf(options: Options, surroundings: Surroundings): Context {
  const { env, stdout, stderr } = surroundings;
  let made: Promise<Client> | undefined;
  const make = async (): Promise<Client> => {
    const connection = connectionOf(options, env);
    const { makeClient } = await import('./client/client.ts');
    const client = makeClient(connection, surroundings);
    if (options['verbose']) stderr.write(`server: ${connection.url}\ntrace: ${client.traceId}\n`);
    return client;
  };
  return {
    ...surroundings,
    ink: inkFor(wantsColour(stdout.isTty, env)),
    json: options['json'] === true,
    terms: termsOf(options),
    client: () => {
      made ??= make();
      return made;
    },
  };
}

function termsOf({ ifMatch, idempotencyKey }: Options): CallTerms {
  if (ifMatch !== undefined && !/^\d{1,15}$/.test(String(ifMatch))) throw usage('--if-match must be a whole number');
  return {
    ifMatch: ifMatch === undefined ? undefined : Number(ifMatch),
    idempotencyKey: idempotencyKey as string | undefined,
  };
}
