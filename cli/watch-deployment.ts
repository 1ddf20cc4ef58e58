import type { AnswerOf } from './client/operations.ts';
import type { Context } from './command-spec.ts';
import { EXIT, Failure } from './failure.ts';
import { liveLine } from './output/live-line.ts';
import { printable, printableText } from './output/printable.ts';
import { countsLine } from './views/deployment.ts';
import { painted } from './views/status-ink.ts';

type Deployment = AnswerOf<'getDeployment'>;
interface Seen {
  readonly deployment: Deployment;
  readonly counts: AnswerOf<'listDeploymentNodes'>['counts'];
  readonly text: string;
}

const POLL_MS = 500;
/** A control plane that answered once and restarts meanwhile is waited for this long. */
const PATIENCE_MS = 60_000;
const BAD_ENDS = ['rolled_back', 'halted', 'stopped'];
/** Nothing more happens by itself: the end, or a partial deployment that waits for a person. */
const ENDS = [...BAD_ENDS, 'completed', 'held'];

/**
 * Follows a deployment, and then the one that rolls it back, telling each change on stderr (redrawn in place on a
 * terminal). The last state goes to stdout with --json.
 * @returns exit code 4 when it was rolled back, stopped or halted
 */
export async function watchDeployment(context: Context, id: string): Promise<number> {
  const line = liveLine(context.stderr);
  const ended = await followed(context, id, line.tell);
  const undoing = ended.deployment.rolledBackBy;
  line.end();
  if (undoing !== undefined) {
    context.stderr.write(`followed by its rollback ${undoing}\n`);
    await followed(context, undoing, line.tell);
    line.end();
  }
  if (context.json) context.stdout.write(`${printableText(ended.text)}\n`);
  return BAD_ENDS.includes(ended.deployment.status) ? EXIT.badEnd : EXIT.ok;
}

async function followed(context: Context, id: string, tell: (text: string) => void): Promise<Seen> {
  for (let heardAt: number | undefined; ; ) {
    const seen = await look(context, id).catch((error: unknown) => {
      const silent = error instanceof Failure && error.exitCode === EXIT.unreachable;
      if (!silent || heardAt === undefined || context.now() - heardAt >= PATIENCE_MS) throw error;
      return undefined;
    });
    if (seen) {
      heardAt = context.now();
      tell(progress(seen, context.ink));
      if (ENDS.includes(seen.deployment.status)) return seen;
    } else tell('no answer from the server; it is asked again');
    await context.sleep(POLL_MS);
  }
}

async function look(context: Context, id: string): Promise<Seen> {
  const client = await context.client();
  const { value, text } = await client.call('getDeployment', { params: { id } });
  const { value: nodes } = await client.call('listDeploymentNodes', { params: { id }, query: { limit: 1 } });
  return { deployment: printable(value), counts: nodes.counts, text };
}

function progress({ deployment, counts }: Seen, ink: Context['ink']): string {
  const { snapshot, status, phase, phases, reasons } = deployment;
  const bar = phases > 0 ? `phase ${phase}/${phases}` : 'planning';
  const because = reasons.map(({ code, detail }) => (detail ? `${code} (${detail})` : code)).join(', ');
  return [
    `${snapshot.name}@${snapshot.revision} on ${deployment.cluster}`,
    painted(ink, status),
    bar,
    countsLine(counts, ink),
    ...(because ? [because] : []),
  ].join('  ');
}
