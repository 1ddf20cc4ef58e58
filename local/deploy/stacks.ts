import { dirname, join } from 'node:path';
import { ACCOUNT, awsEnvironment, type Emulator, REGION } from '../emulator.ts';
import { LocalFailure } from '../failure.ts';
import { LOCAL, LOGS, PROJECT } from '../folders.ts';
import { run } from '../process/run.ts';
import { readJson } from '../state.ts';

/** The plain CDK CLI, told where AWS is; what it keeps for itself stays in the project folder. */
function cdk(emulator: Emulator, doing: string, args: readonly string[]): Promise<void> {
  return run(process.execPath, [join(PROJECT, 'node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices'], {
    doing,
    log: join(LOGS, `cdk-${emulator.name}.log`),
    cwd: PROJECT,
    env: {
      ...process.env,
      ...awsEnvironment(emulator),
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      CDK_HOME: join(LOCAL, 'cdk'),
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CI: 'true', // no progress bar, and what it prints goes to one stream
      NO_COLOR: '1',
    },
  });
}

export const bootstrap = (emulator: Emulator): Promise<void> =>
  cdk(emulator, 'Cannot bootstrap', ['bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', '']);

export interface DeployOptions {
  readonly stage: string;
  /** Values for `cdk deploy -c name=value`. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Deployed {
  readonly stacks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Deploys the real app as anybody would; a second time, what has changed. */
export async function deploy(emulator: Emulator, { stage, context }: DeployOptions): Promise<Deployed> {
  const file = join(LOCAL, `${emulator.name}.outputs.json`);
  const said = Object.entries({ stage, ...context }).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const output = ['--output', join(LOCAL, `${emulator.name}.cdk.out`)];
  await cdk(emulator, 'Cannot deploy', [
    ...['deploy', '--all', '--require-approval', 'never', '--outputs-file', file],
    ...output,
    ...said,
  ]);
  const byStack = readJson<Record<string, Record<string, string>>>(file);
  if (!byStack) throw new LocalFailure(`cdk deploy wrote no ${file}`);
  return { stacks: Object.keys(byStack), outputs: Object.assign({}, ...Object.values(byStack)) };
}
