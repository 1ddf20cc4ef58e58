import type { StrategyInput } from '../../../schemas/strategy.ts';
import { CLUSTER_NAME, CONFIGS } from '../cast.ts';
import type { Defect } from '../fleet/service.ts';
import { must } from '../watch/broken.ts';
import { JUSTIFIED, type Office } from './office.ts';

/** Publishes, approves where needed, and starts a deployment. */
export async function release(
  office: Office,
  defect: Defect,
  strategy: StrategyInput,
  scope?: 'partial' | 'one config',
): Promise<void> {
  const { ask, chance } = office;
  await publishMissing(office);
  const config = chance.pick(CONFIGS);
  const published = await office.publish(config, defect);
  if (published?.status !== 201) return;
  const version = String(published.body['version']);
  if (scope === 'one config') {
    // Without a cluster it is the one named like the config, which may have to be made, and has no nodes.
    const where = chance.happens(0.9) ? { cluster: CLUSTER_NAME } : {};
    await ask('Operator/otto', 'POST /deployments', { configName: config, configVersion: version, ...where, strategy });
    return;
  }
  const risk = chance.happens(0.3) ? 'High' : 'Low';
  const changed = { [config]: version };
  let made = await bundle(office, changed, risk);
  if (made === 'revoked') {
    await publishMissing(office);
    made = await bundle(office, changed, risk);
  }
  if (!made || made === 'revoked') return;
  const selector = scope === 'partial' ? { selector: { matchLabels: { half: 'first' } } } : {};
  await ask('Operator/otto', 'POST /deployments', { ...made, strategy, ...selector });
}

async function publishMissing({ latest, publish }: Office): Promise<void> {
  for (const config of CONFIGS) if (!latest.has(config)) await publish(config, 'none');
}

/**
 * A validated snapshot of what is well, but for `changed`; approved or with broken glass when the risk demands it.
 * @returns `revoked` when somebody has learnt only now that one of its versions is
 */
async function bundle(
  office: Office,
  changed: { readonly [config: string]: string },
  risk: 'High' | 'Low',
): Promise<{ readonly snapshot: string; readonly revision: unknown } | 'revoked' | undefined> {
  const { ask, latest, chance } = office;
  const snapshot = `snapshot-${office.next()}`;
  const configs = { ...Object.fromEntries(latest), ...changed };
  const body = { name: snapshot, configs, clusters: [CLUSTER_NAME], summary: 'a change', risk };
  const made = await ask('Developer/dora', 'POST /snapshots', body);
  if (made?.status !== 201) return undefined;
  const { revision, digest } = made.body;
  const valid = await ask('Developer/dora', `POST /snapshots/${snapshot}/validate`, { revision });
  if (valid?.body['code'] === 'version_revoked') {
    latest.delete(String(valid.body['config']));
    return 'revoked';
  }
  if (risk === 'High' && chance.happens(0.2))
    await ask('Admin/ada', `POST /snapshots/${snapshot}/break-glass`, { revision, ...JUSTIFIED });
  else if (risk === 'High') await approved(office, snapshot, revision, digest);
  return { snapshot, revision };
}

async function approved({ ask, tally }: Office, name: string, revision: unknown, digest: unknown): Promise<void> {
  const approve = `POST /snapshots/${name}/approve` as const;
  const stale = await ask('Operator/otto', approve, { revision, digest: 'f'.repeat(64) });
  must('I10', stale === undefined || stale.status >= 400, () => `${name}: another digest was approved`);
  const own = await ask('Operator/dora', approve, { revision, digest });
  must('I10', own === undefined || own.status >= 400, () => `${name}: its author approved it`);
  const direct = { snapshot: name, revision, strategy: { strategy: 'Direct' } };
  const early = await ask('Operator/otto', 'POST /deployments', direct);
  must('I10', early === undefined || early.status >= 400, () => `${name}: released without approval`);
  await ask('Operator/olga', approve, { revision, digest });
  tally.count('people: approved');
}
