import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeVenv, pythonIn } from '../../../local/python/make-venv.ts';

/** The interpreter of Schemathesis 4, with all it needs, in the project folder; a machine without Python 3.13 is told so. */
export const provisionSchemathesis = async (): Promise<string> =>
  pythonIn(await makeVenv('schemathesis', join(import.meta.dirname, 'requirements.txt')));

interface Report {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly tested: number; readonly errored: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly {
    readonly code: string;
    readonly title: string;
    readonly operations: readonly unknown[];
  }[];
  readonly errors: readonly unknown[];
}

export interface Fuzzed extends Pick<Report, 'complete' | 'operations' | 'failures' | 'errors'> {
  /** Requests that it made. */
  readonly generated: number;
  readonly exitCode: number | null;
  /** The end of what it said, for whoever has to repair something. */
  readonly said: string;
}

export interface Fuzzing {
  readonly python: string;
  readonly url: string;
  readonly token: string;
  /** Generated requests for each operation and phase, at most. */
  readonly examples: number;
  /** Empty, and its own: reports are written there. */
  readonly folder: string;
  /** Values for parameters in paths, where those that exist shall be asked for; without, any that fit are made. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * A schema cannot say which cursors were given, which tag is newest, and that one member needs another: what is valid by
 * it alone may be refused.
 */
const NOT_ASKED = 'positive_data_acceptance';
const SAID_CHARACTERS = 8_000;

/** Lets Schemathesis ask everything that the API's own description offers, and judge the answers by it. */
export async function fuzz({ python, url, token, examples, folder, parameters }: Fuzzing): Promise<Fuzzed> {
  const config = join(folder, 'schemathesis.toml');
  const named = Object.entries(parameters ?? {}).map(
    ([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`,
  );
  writeFileSync(config, parameters ? `parameters = { ${named.join(', ')} }\n` : '');
  const report = join(folder, 'report.json');
  const flags = {
    phases: 'examples,coverage,fuzzing,stateful',
    'max-examples': String(examples),
    'request-timeout': '20',
    workers: '1',
    'exclude-checks': NOT_ASKED,
    report: 'json',
    'report-json-path': report,
    header: `Authorization: Bearer ${token}`,
  };
  const child = spawn(
    python,
    [
      ...['-m', 'schemathesis.cli', '--config-file', config, 'run', `${url}/api/v1/openapi.json`],
      ...['--generation-deterministic', '--continue-on-failure', '--no-color'],
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-SAID_CHARACTERS);
    });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  if (!existsSync(report)) throw new Error(`schemathesis wrote no report: ${said}`);
  const { complete, operations, test_cases, failures, errors } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return { exitCode, complete, operations, failures, errors, generated: test_cases.generated, said };
}
