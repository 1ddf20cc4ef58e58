import { CLUSTER_NAME, CONFIGS } from '../cast.ts';
import { must } from '../watch/broken.ts';
import { type Deed, JUSTIFIED } from './office.ts';

/* Snapshots that come to nothing: what people do to them in the wrong order, twice, or not at all. */

/** A rejected snapshot stays rejected, and what nobody validated is not approved. */
const reject: Deed = async (office) => {
  const { ask, latest, chance } = office;
  // Content that was active before needs nobody's word, and so no rejection stops it.
  const fresh = await office.publish(chance.pick(CONFIGS), 'none');
  if (fresh?.status !== 201) return;
  const name = `snapshot-${office.next()}`;
  const body = { name, configs: Object.fromEntries(latest), clusters: [CLUSTER_NAME], summary: 'a try', risk: 'High' };
  const made = await ask('Developer/dora', 'POST /snapshots', body);
  if (made?.status !== 201) return;
  const { revision } = made.body;
  const say = (verb: string, more: object = {}) =>
    ask('Admin/olga', `POST /snapshots/${name}/${verb}`, { revision, ...more });
  await say('approve');
  await say('validate');
  await say('validate');
  await say('approve');
  await say('approve');
  await say('reject', { note: 'not before the holidays' });
  await say('reject', { note: 'not before the holidays' });
  await say('approve');
  const direct = { snapshot: name, revision, strategy: { strategy: 'Direct' } };
  const started = await ask('Operator/otto', 'POST /deployments', direct);
  must('I10', started === undefined || started.status >= 400, () => `${name} was released although it was rejected`);
};

const bundleNothing: Deed = async (office) => {
  const { ask } = office;
  const name = `snapshot-${office.next()}`;
  await ask('Developer/dora', 'POST /snapshots', { name, configs: {}, clusters: [CLUSTER_NAME], summary: 'nothing' });
  await ask('Developer/dora', `POST /snapshots/${name}/validate`, { revision: 1 });
};

/** Glass is broken once, however often somebody says so; the release that follows says that it was. */
const breakGlass: Deed = async (office) => {
  const { ask, latest, chance } = office;
  const name = `snapshot-${office.next()}`;
  const config = chance.pick(CONFIGS);
  const version = latest.get(config);
  if (version === undefined) return;
  const body = {
    name,
    configs: { [config]: version },
    clusters: [CLUSTER_NAME],
    summary: 'at night',
    risk: 'Critical',
  };
  const { revision } = (await ask('Developer/dora', 'POST /snapshots', body))?.body ?? {};
  const hammer = () => ask('Admin/ada', `POST /snapshots/${name}/break-glass`, { revision, ...JUSTIFIED });
  await hammer();
  await ask('Developer/dora', `POST /snapshots/${name}/validate`, { revision });
  await hammer();
  await hammer();
};

export const BUNDLING: readonly (readonly [number, Deed])[] = [
  [2, reject],
  [1, bundleNothing],
  [1, breakGlass],
];
