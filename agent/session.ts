import { ASSERTION_TYP, jwsOf, jwsSigningInput } from '../core/integrity/jws.ts';
import type { Answered } from './control-plane.ts';
import { type Life, logOf } from './life.ts';

const ASSERTION_SECONDS = 60;

/**
 * Runs an exchange with a node token: renews it before it ends, and asks for another, once, when it is refused.
 * @see docs/protocol.md §4
 */
export async function withToken<T>(
  life: Life,
  exchange: (nodeId: string, token: string) => Promise<Answered<T>>,
): Promise<Answered<T>> {
  const { node } = life.held.state;
  if (!node) return { ok: false, status: 0, code: 'not_enrolled' };
  const first = await tokenOf(life, node);
  if (!first.ok) return first;
  const answer = await exchange(node.nodeId, first.value);
  if (answer.ok || answer.status !== 401) return answer;
  life.session = null;
  const second = await tokenOf(life, node);
  return second.ok ? exchange(node.nodeId, second.value) : second;
}

interface Node {
  readonly nodeId: string;
  readonly controlPlane: string;
}

async function tokenOf(life: Life, node: Node): Promise<Answered<string>> {
  const now = life.ports.clock.now();
  if (life.session && now < life.session.renewAtMs) return { ok: true, value: life.session.token };
  const answer = await requestToken(life, node);
  if (!answer.ok && answer.code === 'clock_skew' && learnSkew(life, answer.serverTime)) {
    return keep(life, await requestToken(life, node), now);
  }
  return keep(life, answer, now);
}

const requestToken = (life: Life, { nodeId, controlPlane }: Node) => {
  const iat = Math.floor((life.ports.clock.now() + life.skewMs) / 1000);
  const jti = life.ports.chance.uuid();
  const claims = { iss: nodeId, sub: nodeId, aud: controlPlane, iat, exp: iat + ASSERTION_SECONDS, jti };
  const input = jwsSigningInput(ASSERTION_TYP, claims);
  return life.controlPlane.token(nodeId, jwsOf(input, life.keys.sign(input)));
};

function keep(
  life: Life,
  answer: Answered<{ readonly accessToken: string; readonly expiresIn: number }>,
  now: number,
): Answered<string> {
  if (!answer.ok) return answer;
  const { accessToken, expiresIn } = answer.value;
  life.session = { token: accessToken, renewAtMs: now + expiresIn * 800 };
  return { ok: true, value: accessToken };
}

/** The server's clock decides what an assertion says of the time, and nothing else. */
export function learnSkew(life: Life, serverTime: string | undefined): boolean {
  const server = Date.parse(serverTime ?? '');
  if (Number.isNaN(server)) return false;
  life.skewMs = server - life.ports.clock.now();
  logOf(life, 'clock_skew', { skewSeconds: Math.round(life.skewMs / 1000) });
  return true;
}
