import type { HttpRequest } from '../../../agent/ports.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import { Directive, Release } from '../../../schemas/documents.ts';
import type { CheckInRequest } from '../../../schemas/node-messages.ts';
import type { Streams } from '../../../usecases/ports.ts';
import { streamId } from '../../../usecases/transact.ts';
import { must } from './broken.ts';

/**
 * Once an honest node has shown what it holds, its control plane either knows as much or has stopped signing.
 * @param request a check-in that was answered with 200
 * @throws Broken
 */
export async function checkTakenIn(
  request: HttpRequest,
  streams: Pick<Streams, 'load'>,
  cluster: string,
): Promise<void> {
  const { ahead = [] } = JSON.parse(request.body ?? '{}') as Partial<CheckInRequest>;
  if (ahead.length === 0) return;
  const head = await streams.load(streamId('local', CLUSTER.kind, cluster));
  if (!head) return; // set back to before the cluster was made
  const { signingStopped, epoch, generation, directive } = head.state as unknown as ClusterState;
  for (const { payload } of ahead) {
    const statement = JSON.parse(Buffer.from(payload, 'base64').toString()) as unknown;
    const released = Release.safeParse(statement).data?.predicate;
    const directed = Directive.safeParse(statement).data?.predicate;
    const above =
      (released?.epoch === epoch && released.generation > generation) ||
      (directed?.epoch === epoch && directed.sequence > (directive?.sequence ?? 0));
    must(
      'I8',
      signingStopped !== null || !above,
      () => `nothing stopped signing below ${JSON.stringify(directed ?? released).slice(0, 300)}`,
    );
  }
}
