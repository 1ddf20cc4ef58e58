import { Release } from '../../../../schemas/documents.ts';
import type { Role } from '../../../../schemas/principal.ts';
import type { SnapshotSummary } from '../../../../schemas/snapshot.ts';
import { type Answer, memoryApi } from '../../../functions/control/api.ts';
import { CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../../support/rollout-world.ts';

export { CLUSTER_NAME, CONFIG_NAME };
export const DIRECT = { strategy: 'Direct' };

const ROLE_OF: Readonly<Record<string, Role>> = {
  dora: 'Developer',
  dan: 'Developer',
  otto: 'Operator',
  olga: 'Operator',
  ada: 'Admin',
  eve: 'Admin',
  vera: 'Viewer',
};

/** People around one control plane with two nodes, who reach it by its API alone. */
export async function openCast() {
  const world: RolloutWorld = await rolloutWorld(2);
  await world.seconds(1);
  const api = await memoryApi(undefined, world);
  const ask = async (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
    api.as(ROLE_OF[who] ?? 'Viewer', who)(method, `/api/v1${path}`, body === undefined ? {} : { body });
  const done = async <T>(who: string, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await ask(who, method, path, body);
    if (answer.status >= 300) throw new Error(`${who} ${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  const told = ({ status, body }: Answer): string =>
    status < 300 ? String(status) : `${status} ${(body as { code: string }).code}`;
  const say = async (who: string, method: string, path: string, body?: unknown): Promise<string> =>
    told(await ask(who, method, path, body));
  await done('ada', 'POST', '/configs', { name: CONFIG_NAME });
  let rate = 0;
  return {
    ...world,
    ask,
    done,
    say,
    close: () => {
      api.close();
    },
    publish: (who: string, version: string, more: object = { content: { rate: ++rate } }) =>
      done(who, 'POST', `/configs/${CONFIG_NAME}/versions`, { version, ...more }),
    /** A validated snapshot of one version; High unless said otherwise. */
    async bundle(who: string, name: string, version: string, more: object = {}): Promise<SnapshotSummary> {
      const body = {
        name,
        configs: { [CONFIG_NAME]: version },
        clusters: [CLUSTER_NAME],
        summary: 'a change',
        risk: 'High',
        ...more,
      };
      const { revision } = await done<SnapshotSummary>(who, 'POST', '/snapshots', body);
      return done<SnapshotSummary>(who, 'POST', `/snapshots/${name}/validate`, { revision });
    },
    approve: (who: string, name: string, body: object = { revision: 1 }) =>
      say(who, 'POST', `/snapshots/${name}/approve`, body),
    start: (who: string, body: object) =>
      say(who, 'POST', '/deployments', { strategy: DIRECT, cluster: CLUSTER_NAME, ...body }),
    /** Deploys and waits for the end of it. @throws when it does not start */
    async deployed(who: string, body: object): Promise<string> {
      const { id } = await done<{ id: string }>(who, 'POST', '/deployments', {
        strategy: DIRECT,
        cluster: CLUSTER_NAME,
        ...body,
      });
      await world.until(async () => !['planning', 'running'].includes(await world.status(id)), 60);
      return id;
    },
    /** What the release that runs now says, as nodes read it. */
    async release(): Promise<Release['predicate']> {
      const { envelope } = await done<{ envelope: { payload: string } }>(
        'vera',
        'GET',
        `/clusters/${CLUSTER_NAME}/release?which=stable`,
      );
      return Release.parse(JSON.parse(Buffer.from(envelope.payload, 'base64').toString())).predicate;
    },
    approvals: async (name: string, revision = 1) =>
      (await done<SnapshotSummary>('vera', 'GET', `/snapshots/${name}?revision=${revision}`)).approvals.map(
        ({ by }) => by,
      ),
  };
}
export type Cast = Awaited<ReturnType<typeof openCast>>;
