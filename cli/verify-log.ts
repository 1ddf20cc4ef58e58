import { readFileSync } from 'node:fs';
import type { AuditSource } from './audit/audit-source.ts';
import { reportText } from './audit/report-text.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import type { Context } from './command-spec.ts';
import { EXIT, Failure, usage } from './failure.ts';
import { printableText } from './output/printable.ts';

/** `plumb audit verify`. @returns exit code 4 when the log is not whole */
export async function verifyLog(
  context: Context,
  trustDir: string | undefined,
  since: string | undefined,
): Promise<number> {
  const client = await context.client();
  const source: AuditSource = {
    json: async (path) => JSON.parse(await client.read(path)),
    text: (path) => client.read(path),
  };
  const kept = since === undefined ? undefined : checkpointIn(since);
  const report = await verifyAudit(source, { trustDir, since: kept, now: context.now() }).catch((error: Error) => {
    // A root that does not hold, or answers that are no log: nothing was verified.
    throw error instanceof Failure ? error : new Failure(EXIT.badEnd, `not verified: ${error.message}`);
  });
  context.stdout.write(context.json ? `${JSON.stringify(report)}\n` : printableText(reportText(report)));
  return report.ok ? EXIT.ok : EXIT.badEnd;
}

function checkpointIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
