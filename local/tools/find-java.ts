import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFailure } from '../failure.ts';

const OLDEST = 17;

/** The major version in what `java -version` prints: 8 for `1.8.0_402`, 17 for `17.0.15`. */
export function javaMajor(printed: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(printed) ?? [];
  return first === undefined ? undefined : Number(first === '1' ? second : first);
}

/**
 * Finds Java, which DynamoDB Local runs on: $JAVA_HOME, else the first on the PATH.
 * @returns the folder of the JDK or JRE
 */
export function findJava(env: NodeJS.ProcessEnv = process.env): string {
  const program = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin/java') : 'java';
  const { stdout, stderr, error } = spawnSync(program, ['-XshowSettings:properties', '-version'], {
    encoding: 'utf8',
    env,
  });
  const major = error ? undefined : javaMajor(stderr + stdout);
  if (major === undefined || major < OLDEST)
    throw new LocalFailure(
      `Java ${OLDEST} or newer is needed (DynamoDB Local runs on it); ${major === undefined ? 'none was found' : `${program} is Java ${major}`}. ` +
        'Install a JRE, for example with `apt-get install openjdk-17-jre-headless` or `brew install openjdk`, and put it on the PATH or in JAVA_HOME.',
    );
  const home = /java\.home = (.+)/.exec(stderr + stdout)?.[1]?.trim();
  if (home && existsSync(join(home, 'bin/java'))) return realpathSync(home);
  throw new LocalFailure(`${program} does not tell its home. Set JAVA_HOME to a Java ${OLDEST} or newer.`);
}

/** The program in a Java folder. */
export const javaIn = (home: string): string => join(home, 'bin/java');

/** Finds Maven, which fetches DynamoDB Local. */
export function findMaven(env: NodeJS.ProcessEnv = process.env): string {
  const { error } = spawnSync('mvn', ['--version'], { env });
  if (!error) return 'mvn';
  throw new LocalFailure(
    'Maven is needed (it fetches DynamoDB Local) and `mvn` was not found on the PATH. ' +
      'Install it, for example with `apt-get install maven` or `brew install maven`.',
  );
}
