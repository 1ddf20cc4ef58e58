import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expected, type Stage, until } from '../stage.ts';

export interface AuditReport {
  readonly ok: boolean;
  readonly events: number;
  readonly receipts: number;
  readonly checkpointSize: number | null;
}

/** The whole history recomputed, with a trust root from outside. */
export async function verifyAudit(stage: Stage): Promise<AuditReport> {
  const { plumb, people, root, say } = stage;
  await plumb.as(people.operator, 'trust', 'get', '--out', join(root, 'trust'));
  say('Everything that happened is one tamper-evident log. Recompute it:');
  const args = ['audit', 'verify', '--trust', join(root, 'trust')];
  const report = await until(
    stage,
    'a checkpoint over what has happened',
    15,
    () => plumb.as<AuditReport>(people.operator, ...args),
    ({ ok, checkpointSize }) => !ok || (checkpointSize ?? 0) > 0,
  );
  expected('the audit log to be whole', report.ok, report);
  say(`  ${report.events} events and ${report.receipts} receipts recomputed: the log is whole`);
  return report;
}

/** The release that runs now, verified by the openssl command line alone. */
export async function verifyRelease(stage: Stage): Promise<string[]> {
  const { plumb, people, root, say, config } = stage;
  const out = join(root, 'release');
  await plumb.as(people.operator, 'release', 'get', config, '--out', out);
  const envelope = JSON.parse(readFileSync(join(out, 'release.dsse.json'), 'utf8')) as {
    readonly payloadType: string;
    readonly payload: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
  const payload = Buffer.from(envelope.payload, 'base64');
  // DSSE 1.0 pre-authentication encoding: what the signature is over.
  const pae = Buffer.concat([
    Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} `),
    payload,
  ]);
  const [message, signature] = [join(out, 'release.pae'), join(out, 'release.sig')];
  writeFileSync(message, pae);
  writeFileSync(signature, Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'));
  const accepted = readdirSync(join(root, 'trust'))
    .filter((name) => name.endsWith('.pem'))
    .filter((name) => opensslAccepts(join(root, 'trust', name), signature, message));
  expected('openssl to accept the release', accepted.length > 0, accepted);
  say(`  openssl dgst -sha256 -verify ${accepted[0]}: Verified OK`);
  return ['openssl'];
}

function opensslAccepts(key: string, signature: string, message: string): boolean {
  try {
    execFileSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', signature, message], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
