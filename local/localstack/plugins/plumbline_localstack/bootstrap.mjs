// The Node side of a function: loads its handler and answers one event after another, as Lambda's runtime does.
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const END_OF_LOGS = '\x1eend-of-logs\n';
const answers = Number(process.argv[2]);
const env = process.env;

/** The whole line, however small the pipe: writeSync may take only a part of it. */
function answer(value) {
  const line = Buffer.from(`${JSON.stringify(value)}\n`);
  for (let at = 0; at < line.length; ) {
    try {
      at += writeSync(answers, line, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

const asLambdaSays = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const stopWith = (errorType) => (reason) => {
  const { errorMessage, trace } = asLambdaSays(reason);
  answer({ error: { errorType, errorMessage: `${reason?.name ?? 'Error'}: ${errorMessage}`, trace } });
  process.exit(129);
};
process.on('unhandledRejection', stopWith('Runtime.UnhandledPromiseRejection'));
process.on('uncaughtException', stopWith('Runtime.UncaughtException'));

async function loadHandler() {
  const [file, name] = env._HANDLER.split(/\.(?=[^.]*$)/);
  const path = ['.mjs', '.js', '.cjs'].map((ending) => join(process.cwd(), file + ending)).find(existsSync);
  if (!path) throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  const handler = (await import(pathToFileURL(path).href))[name];
  if (typeof handler === 'function') return handler;
  throw Object.assign(new Error(`${env._HANDLER} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
}

const contextOf = ({ requestId, functionArn, deadlineMs }) => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  invokedFunctionArn: functionArn,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: requestId,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
});

async function serve(handler, question) {
  env._X_AMZN_TRACE_ID = question.traceId;
  try {
    const result = await handler(JSON.parse(question.event), contextOf(question));
    return { result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    console.error(error);
    return { error: asLambdaSays(error) };
  }
}

try {
  const handler = await loadHandler();
  answer({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await serve(handler, JSON.parse(line));
    process.stdout.write(END_OF_LOGS);
    answer(reply);
  }
  process.exit(0); // LocalStack is gone
} catch (error) {
  console.error(error);
  answer({ error: asLambdaSays(error) });
  process.exit(1);
}
