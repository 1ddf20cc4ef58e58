import type { HttpAnswer, HttpRequest } from '../../../../agent/ports.ts';
import { testNode } from '../../../support/test-node.ts';
import { type Route, read, routeOf } from '../stage/on-the-way.ts';
import type { Stage } from '../stage/open-stage.ts';

/** Somebody reads along where there is no TLS, and tries what he read. */
export interface Overheard {
  readonly name: string;
  /** What he sends, and to whom he says he is. */
  readonly use: (stage: Stage) => Promise<HttpAnswer>;
  readonly refused: { readonly status: number; readonly code: string };
}

const TEN_MINUTES_MS = 600_000;
const FIVE_MINUTES_MS = 300_000;

const heard = (stage: Stage, route: Route): HttpRequest => {
  const found = stage.tape.findLast(({ request }) => routeOf(request) === route);
  if (!found) throw new Error(`no ${route} went by`);
  return found.request;
};
/** On a route of another node, or of people. */
const elsewhere = (request: HttpRequest, path: string): HttpRequest => ({
  ...request,
  url: `${new URL(request.url).origin}/api/v1${path}`,
});

export const EAVESDROP: readonly Overheard[] = [
  {
    name: 'the statement by which the node got its token, again',
    use: (stage) => stage.plane.http(heard(stage, 'token')),
    refused: { status: 401, code: 'assertion_replayed' },
  },
  {
    name: 'the secret of the enrolment token, for a key of his own',
    use: async (stage) => {
      const { headers } = heard(stage, 'enrol');
      const token = await stage.token(stage.cluster, {});
      const thief = testNode(stage.rooms.control, async () => ({ statusCode: 500 }));
      const request = thief.enrolmentRequest(token, { tokenId: tokenIdOf(headers['authorization'] ?? '') });
      return stage.plane.http({ ...heard(stage, 'enrol'), body: JSON.stringify({ request }) });
    },
    refused: { status: 401, code: 'enrolment_refused' },
  },
  {
    name: 'the token of the node, when its ten minutes are over',
    use: async (stage) => {
      const checkIn = heard(stage, 'check-in');
      await stage.clock.advance(TEN_MINUTES_MS);
      return stage.plane.http(checkIn);
    },
    refused: { status: 401, code: 'unauthenticated' },
  },
  {
    name: 'the token of the node, for another node',
    use: (stage) => stage.plane.http(elsewhere(heard(stage, 'check-in'), `/nodes/node-${'0'.repeat(32)}/check-in`)),
    refused: { status: 403, code: 'forbidden' },
  },
  {
    name: 'the token of the node, for what people may see',
    use: (stage) => {
      const { headers, maxBytes, deadlineMs } = heard(stage, 'check-in');
      const request: HttpRequest = { method: 'GET', url: '', headers, maxBytes, deadlineMs };
      return stage.plane.http({ ...request, url: `${new URL(heard(stage, 'token').url).origin}/api/v1/nodes` });
    },
    refused: { status: 401, code: 'unauthenticated' },
  },
  {
    name: 'a receipt of the node, as another node',
    use: async (stage) => {
      await stage.join(stage.cluster, {});
      await stage.withoutNode(3);
      const receipts = stage.tape.find(({ request }) => routeOf(request) === 'receipts')?.request;
      const theirs = heard(stage, 'check-in');
      const url = theirs.url.replace('/check-in', '/receipts');
      const answer = await stage.plane.http({ ...theirs, url, body: receipts?.body ?? '' });
      const [result] = read<{ results: { code: string }[] }>(answer).results;
      return { status: answer.status, bytes: new TextEncoder().encode(JSON.stringify(result)) };
    },
    refused: { status: 200, code: 'receipt_invalid' },
  },
  {
    name: 'the address of a file, when it is over',
    use: async (stage) => {
      const content = heard(stage, 'content');
      await stage.clock.advance(FIVE_MINUTES_MS);
      return stage.plane.http(content);
    },
    refused: { status: 403, code: 'blob_url_expired' },
  },
  {
    name: 'the address of a file, for another file',
    use: (stage) => {
      const { url, ...rest } = heard(stage, 'content');
      return stage.plane.http({ ...rest, url: url.replace(/[0-9a-f]{64}/, 'e'.repeat(64)) });
    },
    refused: { status: 403, code: 'blob_url_invalid' },
  },
];

const tokenIdOf = (authorization: string): string => /^Enrolment ([^.]+)\./.exec(authorization)?.[1] ?? '';
