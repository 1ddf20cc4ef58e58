import type { AgentState } from '../schemas/agent-state.ts';
import type { Order } from '../schemas/node-messages.ts';
import { readDigests } from './activate.ts';
import { save } from './held.ts';
import { CURRENT } from './layout.ts';
import { type Life, logOf } from './life.ts';
import { readBack } from './read-back.ts';
import { queued } from './receipts.ts';

const REMEMBERED = 64;
type Done = AgentState['ordersDone'][number];

/** Obeys the orders of an answer, each once however often it comes. An unknown kind is ignored, and said so. */
export async function obeyOrders(life: Life, orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    const { ordersObeyed, ordersDone } = life.held.state;
    if (ordersObeyed.includes(order.id)) continue;
    const { change, done } = await obey(life, order);
    logOf(life, 'order', { id: order.id, kind: order.kind, result: done.result });
    await save(life.ports.files, life.held, {
      ...change,
      ordersDone: [...ordersDone, done].slice(-16),
      ordersObeyed: [...ordersObeyed, order.id].slice(-REMEMBERED),
    });
  }
}

async function obey(life: Life, { id, kind }: Order): Promise<{ change: Partial<AgentState>; done: Done }> {
  switch (kind) {
    case 'force-sync':
      life.spoiled.clear();
      return { change: { swap: null, ...(await proveAgain(life)) }, done: { id, result: 'done' } };
    case 'unquarantine':
      return {
        change: { swap: null, told: life.held.state.told.filter(aboutOther(life)) },
        done: { id, result: 'done' },
      };
    default:
      return { change: {}, done: { id, result: 'unknown_kind' } };
  }
}

/** Reads every file anew; what is intact is proven once more, what is not is repaired by the next step. */
async function proveAgain(life: Life): Promise<Partial<AgentState>> {
  const { state, store } = life.held;
  const release = state.running && store.releases.get(state.running.digest);
  const told = state.told.filter(aboutOther(life));
  if (!release) return { told };
  life.readBack.digests.clear();
  life.observed = await readBack(life.ports.files, CURRENT, release, life.readBack);
  if (!life.observed.intact) return { told };
  const probe = life.health.probe ?? 'none';
  return {
    told,
    ...queued(life, release, { state: 'active', deploymentId: undefined, configs: readDigests(life), probe }),
  };
}

/** A failure that begins anew is told anew. */
const aboutOther = ({ held }: Life): ((mark: string) => boolean) => {
  const digest = held.state.swap?.digest;
  return (mark) => digest === undefined || !mark.endsWith(` ${digest}`);
};
