import type { HttpAnswer, HttpRequest } from '../../../../agent/ports.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import type { CheckInAnswer } from '../../../../schemas/node-messages.ts';
import type { Hop, Stage } from './open-stage.ts';

/* What somebody on the path can do with messages, without any key. */

export type Route = 'check-in' | 'token' | 'receipts' | 'root' | 'release' | 'content' | 'enrol';

/** What a request is about, as anybody on the path can tell. */
export function routeOf({ method, url }: Pick<HttpRequest, 'method' | 'url'>): Route {
  const { pathname } = new URL(url);
  if (pathname.startsWith('/blobs/release/')) return 'release';
  if (method === 'GET') return pathname.startsWith('/blobs/') ? 'content' : 'root';
  if (pathname === '/api/v1/nodes') return 'enrol';
  return pathname.slice(pathname.lastIndexOf('/') + 1) as Route;
}

/** Changes the answers of one route as they go by; everything else passes. */
export const bending =
  (route: Route, bend: (answer: HttpAnswer, request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>): Hop =>
  async (request, pass) => {
    const answer = await pass(request);
    return routeOf(request) === route && answer.status === 200 ? bend(answer, request) : answer;
  };

/** Answers one route without asking anybody. */
export const answering =
  (route: Route, answer: (request: HttpRequest) => HttpAnswer): Hop =>
  async (request, pass) =>
    routeOf(request) === route ? answer(request) : pass(request);

export const textOf = ({ bytes }: Pick<HttpAnswer, 'bytes'>): string => new TextDecoder().decode(bytes);
export const said = (value: unknown, status = 200): HttpAnswer => ({
  status,
  bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
});
export const read = <T>(answer: Pick<HttpAnswer, 'bytes'>): T => JSON.parse(textOf(answer)) as T;

/** Changes what check-ins are answered. */
export const bendingCheckIns = (bend: (answer: CheckInAnswer) => object): Hop =>
  bending('check-in', (answer) => said(bend(read<CheckInAnswer>(answer))));

/** Changes the directive in every answer that has one. */
export const bendingDirectives = (bend: (envelope: DsseEnvelope) => object): Hop =>
  bendingCheckIns((answer) => (answer.directive ? { ...answer, directive: bend(answer.directive) } : answer));

/** Changes the envelopes of releases as they are downloaded; sizes are announced as they then are. */
export function bendingReleases(bend: (envelope: DsseEnvelope) => object): Hop {
  return async (request, pass) => {
    const answer = await pass(request);
    if (answer.status !== 200) return answer;
    if (routeOf(request) === 'release') return said(bend(read<DsseEnvelope>(answer)));
    if (routeOf(request) !== 'check-in') return answer;
    const { urls, ...rest } = read<CheckInAnswer>(answer);
    // Room for whatever comes: a node reads no more than was announced.
    const roomy = urls.map((it) => (it.url.includes('/blobs/release/') ? { ...it, sizeBytes: 1024 * 1024 } : it));
    return said({ ...rest, urls: roomy });
  };
}

/** Bytes of the file that a config has in the newest release, replaced. */
export const bendingContent = (bend: (bytes: Uint8Array, request: HttpRequest) => Uint8Array): Hop =>
  bending('content', ({ status, bytes }, request) => ({ status, bytes: bend(bytes, request) }));

/** The first file of a release comes, and with every other one this happens. */
export const bendingAllButTheFirst = (happens: (bytes: Uint8Array) => Uint8Array | undefined): Hop => {
  let first: string | undefined;
  return bending('content', (answer, { url }) => {
    first ??= new URL(url).pathname;
    if (new URL(url).pathname === first) return answer;
    const bytes = happens(answer.bytes);
    return bytes ? { status: 200, bytes } : said({ code: 'not_found' }, 404);
  });
};

/** Says that there are newer roots, and answers them. */
export const offeringRoot = (newest: number, answer: (version: number) => HttpAnswer): Hop =>
  together(
    bendingCheckIns((it) => ({ ...it, rootVersion: newest })),
    answering('root', ({ url }) => answer(Number(url.slice(url.lastIndexOf('/') + 1)))),
  );

/** The first of these that a request comes to passes it to the next. */
export const together = (...hops: readonly Hop[]): Hop =>
  hops.reduceRight<Hop>(
    (next, hop) => (request, pass) => hop(request, (it) => next(it, pass)),
    (request, pass) => pass(request),
  );

/** Answers that went by on a route, oldest first. */
export const taped = (stage: Stage, route: Route): HttpAnswer[] =>
  stage.tape
    .filter(({ request, answer }) => routeOf(request) === route && answer.status === 200)
    .map(({ answer }) => answer);

/** Documents that went by, oldest first. */
export const tapedDirectives = (stage: Stage): DsseEnvelope[] =>
  taped(stage, 'check-in').flatMap((answer) => read<CheckInAnswer>(answer).directive ?? []);
export const tapedLabels = (stage: Stage): DsseEnvelope[] =>
  taped(stage, 'check-in').flatMap((answer) => read<CheckInAnswer>(answer).labels ?? []);
export const tapedReleases = (stage: Stage): DsseEnvelope[] =>
  taped(stage, 'release').map((it) => read<DsseEnvelope>(it));
