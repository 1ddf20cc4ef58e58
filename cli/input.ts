import { closeSync, openSync, readSync } from 'node:fs';
import { readJson } from '../core/json/read-json.ts';
import type { Json } from '../schemas/words.ts';
import { usage } from './failure.ts';

type Options = Readonly<Record<string, unknown>>;

/** What was typed: arguments and options by name, read as what they should be. Wrong ones are usage failures. */
export interface Input {
  argument(name: string): string;
  /** The words of a variadic argument. */
  words(name: string): readonly string[];
  text(option: string): string | undefined;
  /** An option that must be given. */
  need(option: string): string;
  flag(option: string): boolean;
  list(option: string): readonly string[] | undefined;
  count(option: string): number | undefined;
  /** `key=value`, repeated. */
  pairs(option: string): Readonly<Record<string, string>> | undefined;
  /** Whether the option was given at all. */
  has(option: string): boolean;
}

export function inputOf(names: readonly string[], values: readonly unknown[], options: Options): Input {
  const argument = (name: string): unknown => values[names.indexOf(name)];
  const option = (name: string): unknown => options[camel(name)];
  const text = (name: string): string | undefined => {
    const value = option(name);
    return typeof value === 'string' ? value : undefined;
  };
  const list = (name: string): readonly string[] | undefined => option(name) as readonly string[] | undefined;
  return {
    argument: (name) => String(argument(name)),
    words: (name) => (argument(name) as readonly string[] | undefined) ?? [],
    text,
    need(name) {
      const value = text(name);
      if (value === undefined) throw usage(`say --${name}`);
      return value;
    },
    flag: (name) => option(name) === true,
    list,
    count(name) {
      const value = text(name);
      if (value !== undefined && !/^\d{1,15}$/.test(value)) throw usage(`--${name} must be a whole number: ${value}`);
      return value === undefined ? undefined : Number(value);
    },
    pairs(name) {
      const given = list(name);
      return given && Object.fromEntries(given.map((pair) => keyAndValue(name, pair)));
    },
    has: (name) => option(name) !== undefined,
  };
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function keyAndValue(option: string, pair: string): readonly [string, string] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (key === undefined || value === undefined) throw usage(`--${option} must be key=value: ${pair}`);
  return [key, value];
}

/** More than anything that is sent: what does not end there may not end at all (`/dev/zero`, a pipe that somebody fills). */
export const INPUT_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** @throws a usage failure when chunks together pass {@link INPUT_BYTES} */
export function joined(name: string, chunks: readonly Uint8Array[]): Buffer {
  if (chunks.reduce((sum, { length }) => sum + length, 0) > INPUT_BYTES)
    throw usage(`${name} is longer than anything to send`);
  return Buffer.concat(chunks);
}

/** The bytes of a file, or of stdin for `-`. */
export async function readInput(path: string, readStdin: () => Promise<Uint8Array>): Promise<Uint8Array> {
  if (path === '-') return readStdin();
  try {
    return readWhole(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : usage(`cannot read ${path}: ${code}`);
  }
}

function readWhole(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let sizeBytes = 0; sizeBytes <= INPUT_BYTES; ) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      sizeBytes += read;
    }
    return joined(path, chunks);
  } finally {
    closeSync(file);
  }
}

/** The text of one JSON document, read as strictly as the server does: it will not see what is read here. */
export async function readJsonText(path: string, readStdin: () => Promise<Uint8Array>): Promise<string> {
  const bytes = await readInput(path, readStdin);
  const read = readJson(bytes);
  if (read.ok) return Buffer.from(bytes).toString('utf8');
  const [fault] = (read.details['errors'] ?? []) as { message?: string; line?: number; column?: number }[];
  throw usage(`${path} cannot be read as JSON: ${fault?.message} (line ${fault?.line}, column ${fault?.column})`);
}

export const readJsonInput = async (path: string, readStdin: () => Promise<Uint8Array>): Promise<Json> =>
  JSON.parse(await readJsonText(path, readStdin)) as Json;
