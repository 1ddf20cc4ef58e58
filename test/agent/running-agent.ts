import { agentRig, type Rig } from '../support/agent-rig.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';

/** An agent that is enrolled and runs its first release. */
export async function running(content = 'one'): Promise<Rig> {
  const rig = await agentRig();
  publishNext(rig, content);
  await rig.rounds(1);
  return rig;
}

/** The next release, named as the stable one by the next directive. */
export function publishNext({ plane }: Rig, content = 'two'): void {
  plane.direct({ stable: named(plane.publish({ [CLUSTER]: content })) });
}

/** What a directive calls the release that an agent ran first. */
export function firstRelease({ plane }: Rig): { readonly generation: number; readonly digest: string } {
  const [digest = ''] = plane.envelopes.keys();
  return { generation: 1, digest };
}

/** Codes of all refusals, in the order in which the control plane was told. */
export const told = ({ plane }: Rig): string[] =>
  plane.checkIns.flatMap(({ refusals }) => refusals.map(({ code }) => code));

/** Requests whose address has `what` in it, for `plane.intercept`. */
export const asksFor = (what: string) => (request: { readonly url: string }) => request.url.includes(what);

/** How many requests had `what` in their method and path, of those that `plane.requests` still holds. */
export const count = ({ plane }: Rig, what: string): number =>
  plane.requests.filter((request) => request.includes(what)).length;
