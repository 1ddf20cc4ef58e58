import { readFileSync } from 'node:fs';
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

/** The bytes of a file, or of stdin for `-`. */
export async function readInput(path: string, readStdin: () => Promise<Uint8Array>): Promise<Uint8Array> {
  if (path === '-') return readStdin();
  try {
    return readFileSync(path);
  } catch (error) {
    throw usage(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** The text of one JSON document; what it means is for the server to judge. */
export async function readJsonText(path: string, readStdin: () => Promise<Uint8Array>): Promise<string> {
  const text = Buffer.from(await readInput(path, readStdin)).toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw usage(`${path} is not JSON: ${(error as Error).message}`);
  }
}

export const readJsonInput = async (path: string, readStdin: () => Promise<Uint8Array>): Promise<unknown> =>
  JSON.parse(await readJsonText(path, readStdin));
