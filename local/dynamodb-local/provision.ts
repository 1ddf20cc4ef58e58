import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOGS } from '../folders.ts';
import { installOnce } from '../process/install-once.ts';
import { run } from '../process/run.ts';
import { findMaven } from '../tools/find-java.ts';

const POM = join(import.meta.dirname, 'pom.xml');

/**
 * Amazon's DynamoDB Local with all it needs, fetched by Maven into the project folder; pom.xml pins the versions.
 * @returns the folder of its jars and native libraries
 */
export const provisionDynamoDbLocal = (): Promise<string> =>
  installOnce('dynamodb-local', [readFileSync(POM, 'utf8')], (folder) =>
    run(
      findMaven(),
      ['--quiet', '--batch-mode', '--file', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
      { doing: 'Cannot fetch DynamoDB Local', log: join(LOGS, 'maven.log') },
    ),
  );
