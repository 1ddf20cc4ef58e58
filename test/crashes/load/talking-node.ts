import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { Release } from '../../../schemas/documents.ts';
import type { World } from '../../../usecases/ports.ts';
import { quietCheckIn, type TestNode, testNode } from '../../support/test-node.ts';
import { until } from '../../support/until.ts';
import type { SteadyAsk } from '../support/steady-ask.ts';
import type { Supervised } from '../support/supervised.ts';
import type { Writer } from './writers.ts';

/** A node by hand: it says something new in every message, and remembers what was taken from it. */
export interface TalkingNode {
  readonly node: TestNode;
  readonly talk: Writer;
  /** Checks in with a refusal that is new. */
  tell(): Promise<void>;
  /** Sends the next receipt for the release of its cluster. */
  prove(): Promise<void>;
  /** Digests of refusals told in check-ins that were answered. */
  readonly told: readonly string[];
  /** Receipts that were stored. */
  readonly proven: readonly string[];
  /** Sends all stored receipts once more: every one is known. */
  proveAgain(from: number): Promise<void>;
}

/** Sends until there is an answer. */
const post =
  (plane: Supervised): Parameters<typeof testNode>[1] =>
  async ({ rawPath, headers, body = '' }) => {
    for (;;) {
      const { url } = await plane.up();
      try {
        const response = await fetch(`${url}${rawPath}`, {
          method: 'POST',
          headers: headers as Record<string, string>,
          body,
        });
        return { statusCode: response.status, body: await response.text() };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        await pause(5);
      }
    }
  };

export async function talkingNode(
  plane: Supervised,
  otto: SteadyAsk,
  cluster: string,
  index: number,
): Promise<TalkingNode> {
  const controlPlane = readFileSync(join(plane.dataDir, 'control-plane'), 'utf8');
  const node = testNode({ controlPlane, clock: { now: Date.now } } as World, post(plane));
  const { body } = await otto({ method: 'POST', path: '/enrolment-tokens', body: { cluster } });
  expect(await node.enrol(String(body['token']))).toMatchObject({ status: 201 });
  const told: string[] = [];
  const proven: string[] = [];
  let session = '';
  /** An assertion whose answer was lost cannot be used again, so another one is made. */
  const signedIn = async (): Promise<void> => {
    while (session === '') if ((await node.authenticate()).status === 200) session = node.token;
  };
  const tell = async (): Promise<void> => {
    const digest = sha256Hex(`${index}/${told.length}`);
    await signedIn();
    const refusals = [{ code: 'digest_mismatch' as const, digest }];
    const reply = await node.checkIn({ ...quietCheckIn(), refusals });
    expect(reply).toMatchObject({ status: 200 });
    told.push(digest);
  };
  const prove = async (): Promise<void> => {
    const release = await until(
      () => releaseOf(otto, cluster),
      (found) => found !== undefined,
    );
    if (!release) return;
    await signedIn();
    const receipt = node.receipt(release);
    const reply = await node.send(receipt);
    // Stored, or known when the first answer was lost.
    expect(['stored', 'known']).toContain(resultsOf(reply)[0]);
    proven.push(receipt);
  };
  return {
    node,
    told,
    proven,
    tell,
    prove,
    async talk(ended) {
      while (!ended()) {
        await tell();
        await prove();
      }
    },
    async proveAgain(from) {
      for (let at = from; at < proven.length; at += 32) {
        const some = proven.slice(at, at + 32);
        await signedIn();
        expect(resultsOf(await node.send(...some))).toStrictEqual(some.map(() => 'known'));
      }
    },
  };
}

const resultsOf = ({ body }: Awaited<ReturnType<TestNode['send']>>): unknown[] =>
  (body as unknown as { results: { result: string }[] }).results.map(({ result }) => result);

/** What a receipt says of a release of a cluster. */
async function releaseOf(otto: SteadyAsk, cluster: string) {
  const { status, body } = await otto<{ envelope: { payload: string } }>({
    method: 'GET',
    path: `/clusters/${cluster}/release`,
  });
  if (status !== 200) return undefined;
  const payload = Buffer.from(body.envelope.payload, 'base64');
  const { subject, predicate } = Release.parse(JSON.parse(payload.toString()));
  const configs = Object.fromEntries(subject.map(({ name, digest }) => [name, digest.sha256]));
  return { cluster, generation: predicate.generation, digest: sha256Hex(payload), configs };
}
