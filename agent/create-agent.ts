import { backOffMs, cadenceMs } from '../core/node/back-off.ts';
import { type Acted, act } from './act.ts';
import { proveWhenWell } from './activate.ts';
import { checkAddresses } from './address.ts';
import { boot } from './boot.ts';
import { checkIn } from './check-in.ts';
import { takeDocuments } from './documents.ts';
import { enrol } from './enrol.ts';
import { look } from './health.ts';
import { CURRENT } from './layout.ts';
import { beginLife, type Life, logOf } from './life.ts';
import type { AgentOptions } from './options.ts';
import { obeyOrders } from './orders.ts';
import type { AgentPorts } from './ports.ts';
import { HttpFailure } from './ports.ts';
import { readBack } from './read-back.ts';
import { sendReceipts } from './receipts.ts';

/** More check-ins than the largest release needs to be fetched, 32 digests at a time. */
const EXCHANGES_PER_ROUND = 64;

export interface Agent {
  /** Puts the last good release in place, offline. Call once, first. */
  boot(): Promise<void>;
  /**
   * One round: look at the machine, check in, do what follows. Never throws for what the network or the control plane
   * does.
   * @returns milliseconds until the next one
   */
  round(): Promise<number>;
  /** Boots, then runs rounds at the server's cadence until stopped. */
  start(): Promise<void>;
  /** Lets the round that is under way end; resolves when nothing runs any more. */
  stop(): Promise<void>;
  /** Whether the last round reached the control plane and left nothing failed, damaged or refused to do. */
  settled(): boolean;
}

/** The agent as a library: the `plumb agent` process and the simulator run this same loop over their own ports. */
export async function createAgent(ports: AgentPorts, options: AgentOptions): Promise<Agent> {
  checkAddresses(options);
  const life = await beginLife(ports, options);
  let stopped = false;
  let cancelTimer: () => void = () => {};
  let running: Promise<void> = Promise.resolve();

  const turn = async (): Promise<void> => {
    let delayMs = backOffMs(life.contact.failures + 1, ports.chance.fraction());
    try {
      delayMs = await round(life);
    } catch (error) {
      // The disk, most likely. What is in place stays in place.
      logOf(life, 'round_failed', { error: String(error) });
    }
    if (stopped) return;
    cancelTimer = ports.clock.after(delayMs, () => {
      running = turn();
    });
  };

  return {
    boot: () => boot(life),
    round: () => round(life),
    start: async () => {
      await boot(life);
      running = turn();
    },
    stop: async () => {
      stopped = true;
      cancelTimer();
      await running;
    },
    settled: () => {
      const { observed, contact, held } = life;
      return held.state.node !== null && contact.failures === 0 && observed.intact && held.state.swap === null;
    },
  };
}

async function round(life: Life): Promise<number> {
  await observe(life);
  await look(life);
  try {
    const delay = await exchange(life);
    if (delay !== undefined) return delay;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    logOf(life, 'unreachable', { reason: error.message });
  }
  const { failures, lostAtMs } = life.contact;
  life.contact = { failures: failures + 1, lostAtMs: lostAtMs ?? life.ports.clock.now() };
  // Nobody is needed for a retry of what is here already.
  const { retryAtMs } = await act(life, life.ports.clock.now());
  return sooner(life, backOffMs(life.contact.failures, life.ports.chance.fraction()), retryAtMs);
}

/** Reads back what readers see, so that a change shows in the very next check-in. */
async function observe(life: Life): Promise<void> {
  const { state, store } = life.held;
  const release = state.running && store.releases.get(state.running.digest);
  if (release) life.observed = await readBack(life.ports.files, CURRENT, release, life.readBack);
}

/** @returns the delay to the next round, undefined when the control plane did not answer as it should */
async function exchange(life: Life): Promise<number | undefined> {
  const { ports } = life;
  if (!life.held.state.node && !(await enrolled(life))) return undefined;
  let acted: Acted = { needs: [], retryAtMs: null };
  let askedAgain = false;
  let uploaded = false;
  for (let count = 1; ; count++) {
    const asked = acted.needs.join();
    uploaded ||= life.uploadEnvelopes;
    const answer = await checkIn(life, acted.needs);
    if (!answer.ok) {
      logOf(life, 'check_in_denied', { status: answer.status, code: answer.code });
      return undefined;
    }
    life.contact = { failures: 0, lostAtMs: null };
    const readMs = ports.clock.now();
    await takeDocuments(life, answer.value, readMs);
    if (count === 1) await proveWhenWell(life);
    await obeyOrders(life, answer.value.orders);
    acted = await act(life, readMs);
    await sendReceipts(life);
    // Asked for and still needed: the address was refused or had expired. Once more at once, then at the next round.
    const again = acted.needs.length > 0 && acted.needs.join() === asked;
    const fetching = acted.needs.length > 0 && !(again && askedAgain);
    askedAgain ||= again;
    const more = fetching || (life.uploadEnvelopes && !uploaded);
    if (!more || count >= EXCHANGES_PER_ROUND) {
      return sooner(life, cadenceMs(answer.value.nextCheckInSeconds, ports.chance.fraction()), acted.retryAtMs);
    }
  }
}

async function enrolled(life: Life): Promise<boolean> {
  const answer = await enrol(life);
  if (!answer.ok) logOf(life, 'enrolment_denied', { status: answer.status, code: answer.code });
  return answer.ok;
}

const sooner = ({ ports }: Life, delayMs: number, retryAtMs: number | null): number =>
  retryAtMs === null ? delayMs : Math.min(delayMs, Math.max(0, retryAtMs - ports.clock.now()));
