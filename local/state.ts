import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Emulator } from './emulator.ts';
import { LOCAL } from './folders.ts';

/** A deployment on an emulated AWS that is up; what tests, the demo and people need to know to use it. */
export interface LocalState {
  readonly emulator: Emulator['name'];
  /** What AWS_ENDPOINT_URL is to be, and for AWS_ENDPOINT_URL_S3 likewise. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** For NODE_EXTRA_CA_CERTS, when the emulator speaks TLS. */
  readonly certificate?: string;
  /** Where people and nodes find the control plane. */
  readonly url: string;
  readonly issuer: LocalIssuer;
  readonly stage: string;
  readonly stacks: readonly string[];
  /** What all stacks say they made, by the names of their outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** File of the root key that `plumb trust init` made. */
  readonly rootKey: string;
  /** Each running function has a file `<function name>/<process id>` here; LocalStack in host mode only. */
  readonly functionPids?: string;
}

/** Who signs the tokens of people here. */
export interface LocalIssuer {
  readonly url: string;
  readonly audience: string;
  /** File of the private key, PKCS #8. */
  readonly key: string;
}

const fileOf = (emulator: Emulator['name']): string => join(LOCAL, `${emulator}.json`);

/** @returns undefined when nothing is deployed there */
export const readState = (emulator: Emulator['name']): LocalState | undefined => readJson<LocalState>(fileOf(emulator));

export const writeState = (state: LocalState): void => writeJson(fileOf(state.emulator), state);

export const dropState = (emulator: Emulator['name']): void => rmSync(fileOf(emulator), { force: true });

export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
}
