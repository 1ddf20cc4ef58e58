import type { OperationId, RequestOf } from './client/operations.ts';
import type { Context, OptionSpec } from './command-spec.ts';
import { EXIT } from './failure.ts';
import type { Input } from './input.ts';

export const WATCH_OPTIONS: readonly OptionSpec[] = [['--watch', 'follow it until it ends']];

/** Operations that answer the deployment somebody may then want to watch. */
type Starting = Extract<
  OperationId,
  | 'startDeployment'
  | 'rollBackCluster'
  | 'rollBackDeployment'
  | 'stopDeployment'
  | 'widenDeployment'
  | 'advanceDeployment'
  | 'resumeDeployment'
>;

/** Does it, says which deployment does it, and with --watch follows that one. @returns the exit code */
export async function actThenWatch<O extends Starting>(
  context: Context,
  input: Input,
  operation: O,
  request: RequestOf<O>,
): Promise<number> {
  const { show } = await import('./run-operation.ts');
  const { startedLine } = await import('./views/deployment.ts');
  const client = await context.client();
  const answer = await client.call(operation, request, context.terms);
  const { id } = answer.value as { readonly id: string };
  if (!input.flag('watch')) {
    await show(context, answer, async () => startedLine as never);
    return EXIT.ok;
  }
  const { watchDeployment } = await import('./watch-deployment.ts');
  return watchDeployment(context, id);
}
