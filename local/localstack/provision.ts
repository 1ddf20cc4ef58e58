import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { provisionDynamoDbLocal } from '../dynamodb-local/provision.ts';
import { LocalFailure } from '../failure.ts';
import { LOGS } from '../folders.ts';
import { installOnce } from '../process/install-once.ts';
import { run } from '../process/run.ts';
import { makeVenv, pythonIn } from '../python/make-venv.ts';
import { findJava } from '../tools/find-java.ts';

const MANIFEST_JAR = join(import.meta.dirname, 'manifest_jar.py');
const SERVER = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';

export interface InstalledLocalStack {
  /** The Python that has LocalStack. */
  readonly python: string;
  /** What LocalStack would otherwise download: DynamoDB Local and Java, laid out as it looks for them. */
  readonly libraries: string;
}

/** LocalStack from its Python package, with DynamoDB Local, in the project folder. */
export async function provisionLocalStack(): Promise<InstalledLocalStack> {
  const java = findJava();
  const jars = await provisionDynamoDbLocal();
  const python = pythonIn(await makeVenv('localstack', join(import.meta.dirname, 'requirements.txt')));
  const libraries = await installOnce(
    'localstack-libraries',
    [java, jars, readFileSync(MANIFEST_JAR, 'utf8')],
    (folder) => layOut(folder, { java, jars, python }),
  );
  return { python, libraries };
}

interface Parts {
  readonly java: string;
  readonly jars: string;
  readonly python: string;
}

async function layOut(folder: string, { java, jars, python }: Parts): Promise<void> {
  const home = join(folder, 'dynamodb-local/2');
  cpSync(jars, join(home, 'DynamoDBLocal_lib'), { recursive: true });
  const agent = readdirSync(jars).find((name) => name.startsWith('byte-buddy-agent-'));
  if (!agent) throw new LocalFailure(`There is no byte-buddy-agent in ${jars}. Delete that folder and try again.`);
  copyFileSync(join(jars, agent), join(home, 'ddb-local-loader-0.1.jar'));
  await run(python, [MANIFEST_JAR, join(home, 'DynamoDBLocal.jar'), SERVER, join(home, 'DynamoDBLocal_lib')], {
    doing: 'Cannot prepare DynamoDB Local',
    log: join(LOGS, 'localstack-install.log'),
  });
  mkdirSync(join(folder, 'java'));
  symlinkSync(java, join(folder, 'java/21'), 'dir'); // the version it asks for; any from 17 will do
}
