import { generateKeyPairSync } from 'node:crypto';
import { ENROLMENT_TOKEN } from '../../../../core/enrolment-token/evolve.ts';
import { readEnrolmentToken } from '../../../../core/enrolment-token/token-text.ts';
import { loadState } from '../../../../usecases/load-state.ts';
import { removeNode } from '../../../../usecases/node/remove-node.ts';
import { confirmReplacement, replaceNode } from '../../../../usecases/node/replace-node.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { type NodeWorld, nodeWorld } from '../../../support/node-world.ts';
import { type TestNode, testNode } from '../../../support/test-node.ts';

export const refusedFor = (reason: string) => ({ status: 401, body: { code: 'enrolment_refused', reason } });
export const idOf = (token: string): string => readEnrolmentToken(token)?.id ?? '';
export const headerOf = (token: string): string => {
  const { id, secret } = readEnrolmentToken(token) ?? { id: '', secret: '' };
  return `Enrolment ${id}.${secret}`;
};
export const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });

/** A world with operators at work, and a look at what enrolment leaves behind. */
export async function enroller(w?: NodeWorld) {
  const world = w ?? (await nodeWorld());
  const operator = () => callAs('Operator', { at: world.clock.instant() });
  const of = (id: string, body = {}) => ({ params: { id }, query: {}, body });
  return {
    ...world,
    stranger: (): TestNode => testNode(world.world, world.handler),
    usesLeft: async (token: string) => (await loadState(world.world, ENROLMENT_TOKEN, idOf(token))).state.usesLeft,
    /** Everything that enrolment can have made, told in numbers. */
    made: async () => {
      const count = async (kind: string) => (await world.world.streams.list(kind, { limit: 200 })).heads.length;
      return { nodes: await count('node'), keys: await count('identity-key') };
    },
    offer: async (id: string): Promise<string> => good(await replaceNode(world.world, of(id), operator())).token,
    confirm: (id: string, fingerprint: string) =>
      confirmReplacement(
        world.world,
        of(id, { fingerprint, justification: 'the mainboard failed' }) as never,
        operator(),
      ),
    remove: async (id: string) => void good(await removeNode(world.world, of(id), operator())),
  };
}
export type Enroller = Awaited<ReturnType<typeof enroller>>;
