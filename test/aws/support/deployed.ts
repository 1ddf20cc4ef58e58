import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../../schemas/principal.ts';
import { ROOT } from '../../support/plant.ts';

/** What `cdk deploy` says it made, by the names of its outputs. */
export interface Outputs {
  readonly [name: string]: string;
  readonly StreamsTable: string;
  readonly Bus: string;
  readonly StateMachine: string;
}

/** The stack that the tests of this run are about. */
export interface Deployed {
  readonly emulator: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly url: string;
  readonly outputs: Outputs;
  /** CloudFormation stacks it is made of. */
  readonly stacks: readonly string[];
  /** File with the root keys. */
  readonly rootKey: string;
  token(role: Role, subject?: string): Promise<string>;
}

let read: Deployed | undefined;

/** Reads once what `npm run local` wrote down about the emulator that PLUMB_EMULATOR names. */
export function deployed(): Deployed {
  read ??= JSON.parse(
    readFileSync(join(ROOT, '.plumb/local', `${process.env['PLUMB_EMULATOR']}.json`), 'utf8'),
  ) as Deployed;
  return read;
}
