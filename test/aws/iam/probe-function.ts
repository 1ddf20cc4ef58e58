import { randomBytes } from 'node:crypto';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import { until } from '../../support/until.ts';
import { aws } from '../support/aws.ts';
import { functionOf, type RoomName } from '../support/functions.ts';
import type { ProbedAction } from './probe.ts';
import { zipOf } from './zip.ts';

export interface ProbeFunction {
  /** `allowed`, or the name of the error. */
  ask(action: ProbedAction, input: object, bytes?: { readonly [member: string]: string }): Promise<string>;
  remove(): Promise<void>;
}

let bundle: Promise<Uint8Array> | undefined;
const probe = () => {
  bundle ??= build({
    entryPoints: [`${import.meta.dirname}/probe.ts`],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    write: false,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }).then(({ outputFiles }) => outputFiles[0]?.contents ?? new Uint8Array());
  return bundle;
};

/** A function with the role of one of ours and its environment, and our own words in it. */
export async function probeFunction(room: RoomName): Promise<ProbeFunction> {
  const like = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: await functionOf(room) }));
  const FunctionName = `probe-${room}-${randomBytes(3).toString('hex')}`;
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: like.Role,
      Runtime: like.Runtime,
      Handler: 'index.handler',
      Timeout: 30,
      Environment: { Variables: { ...like.Environment?.Variables } },
      Code: { ZipFile: zipOf('index.mjs', await probe()) },
    }),
  );
  await until(
    () => aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    ({ State }) => State !== 'Pending',
  );
  return {
    async ask(action, input, bytes) {
      const event = new TextEncoder().encode(JSON.stringify({ action, input, bytes }));
      const { Payload } = await aws.lambda.send(new InvokeCommand({ FunctionName, Payload: event }));
      return JSON.parse(new TextDecoder().decode(Payload)) as string;
    },
    remove: async () => void (await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }))),
  };
}
