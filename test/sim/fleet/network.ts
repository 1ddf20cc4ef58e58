import { type HttpAnswer, HttpFailure } from '../../../agent/ports.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Chance } from '../chance.ts';
import type { Faults } from '../faults.ts';
import type { Plane } from '../plane/plane.ts';
import type { Sent } from '../plane/sent.ts';

/** The way between one client and the control plane: what is sent may be lost, come twice, late or changed. */
export interface Wire {
  /** @throws HttpFailure */
  readonly http: (request: Sent & { readonly maxBytes: number }) => Promise<HttpAnswer>;
  /** Nothing passes until this moment (Unix milliseconds). */
  partitionedUntil: number;
}

/** @param hostile somebody on the way changes answers and sends old ones again */
export function wire(
  plane: Plane,
  clock: VirtualClock,
  faults: Faults,
  chance: Chance,
  { hostile }: { readonly hostile: boolean },
): Wire {
  const answers = new Map<string, HttpAnswer>();
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const deliver = async (request: Sent): Promise<HttpAnswer> => {
    if (clock.now() < self.partitionedUntil) throw new HttpFailure('unreachable', 'partitioned');
    return plane.request(request).catch((error: unknown) => {
      throw new HttpFailure('unreachable', String(error));
    });
  };
  const lateCopy = (request: Sent): void => {
    clock.after(chance.between(1_000, 120_000), () => {
      if (!faults.stopped()) void deliver(request).catch(() => {}); // else it would undo what people put right at the end
    });
  };
  const withFaults = async (request: Sent): Promise<HttpAnswer> => {
    if (faults.happens('network: delayed')) await pause(chance.between(100, 14_000));
    if (faults.happens('network: request lost')) throw new HttpFailure('timeout', 'lost');
    if (faults.happens('network: late copy')) lateCopy(request);
    if (faults.happens('network: doubled')) await deliver(request).catch(() => {});
    const answer = await deliver(request);
    if (faults.happens('network: reply lost')) throw new HttpFailure('timeout', 'reply lost');
    return hostile ? tampered(request, answer) : answer;
  };
  const tampered = ({ method, url }: Sent, answer: HttpAnswer): HttpAnswer => {
    const place = `${method} ${new URL(url).pathname}`;
    const old = answers.get(place);
    if (answer.status < 300 && chance.happens(0.2)) answers.set(place, answer);
    const download = url.includes('/blobs/') && answer.status === 200;
    if (download && faults.happens('network: download changed'))
      return { ...answer, bytes: changed(answer.bytes, chance) };
    if (old && faults.happens('network: old answer replayed')) return old;
    return faults.happens('network: answer changed') ? { ...answer, bytes: changed(answer.bytes, chance) } : answer;
  };
  const self: Wire = {
    partitionedUntil: 0,
    async http(request) {
      const answer = await withFaults(request);
      if (answer.bytes.length > request.maxBytes) throw new HttpFailure('too_large');
      return answer;
    },
  };
  return self;
}

/** One character is another one. */
function changed(bytes: Uint8Array, chance: Chance): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  const at = chance.between(0, copy.length - 1);
  copy[at] = copy[at] === 0x41 ? 0x42 : 0x41;
  return copy;
}
