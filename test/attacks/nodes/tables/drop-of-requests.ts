import { HttpFailure } from '../../../../agent/ports.ts';
import type { CheckInRequest } from '../../../../schemas/node-messages.ts';
import { attacks } from '../stage/attack.ts';
import { bendingContent, type Route, routeOf, together } from '../stage/on-the-way.ts';
import type { Hop } from '../stage/open-stage.ts';
import { onThePath, pending } from '../stage/pending.ts';

const gone = (): never => {
  throw new HttpFailure('unreachable', 'socket hang up');
};
/** Requests of this route never arrive. */
const losing =
  (...routes: readonly Route[]): Hop =>
  async (request, pass) =>
    routes.includes(routeOf(request)) ? gone() : pass(request);
/** Requests of this route arrive, and their answers do not. */
const losingAnswers =
  (route: Route): Hop =>
  async (request, pass) => {
    const answer = await pass(request);
    return routeOf(request) === route ? gone() : answer;
  };

const TOKEN_LIFE_MS = 600_000;

/** Messages that never arrive. Nothing can be refused; the node goes on as it is, says so itself, and is missed. */
export const DROP_OF_REQUESTS = attacks('drop of requests', 'path', [
  {
    name: 'every message of the node',
    mount: async (stage) => {
      stage.hop = async () => gone();
      await stage.hours(1);
      await pending(stage);
    },
    told: [],
    shown: { event: 'NodeStale' },
  },
  {
    name: 'check-ins',
    mount: onThePath(() => losing('check-in')),
    told: [],
    shown: { log: 'unreachable unreachable: socket hang up' },
  },
  {
    name: 'the answers to check-ins, which the control plane has given',
    mount: onThePath(() => losingAnswers('check-in')),
    told: [],
    shown: { log: 'unreachable unreachable: socket hang up' },
  },
  {
    name: 'every download',
    mount: onThePath(() => losing('release', 'content')),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'the tokens that the node needs to speak',
    mount: async (stage) => {
      await stage.clock.advance(TOKEN_LIFE_MS);
      await pending(stage);
      stage.hop = losing('token');
    },
    told: [],
    shown: { log: 'unreachable unreachable: socket hang up' },
  },
  {
    name: 'what the node tells of an attack that goes on beside',
    mount: onThePath(() =>
      together(
        bendingContent((bytes) => bytes.map(() => 0x20)),
        async (request, pass) => {
          if (routeOf(request) !== 'check-in') return pass(request);
          const body: CheckInRequest = JSON.parse(request.body ?? '{}');
          return pass({ ...request, body: JSON.stringify({ ...body, refusals: [] }) });
        },
      ),
    ),
    // Whoever may change what a node says unseen can silence it: TLS is there against that.
    told: [],
    shown: { log: 'refused digest_mismatch' },
  },
]);
