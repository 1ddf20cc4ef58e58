import { type Http, type HttpAnswer, HttpFailure, type HttpRequest } from '../../agent/ports.ts';
import { enrolmentTokenText } from '../../core/enrolment-token/token-text.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { ASSERTION_TYP, ENROLMENT_TYP, RECEIPT_TYP, readJws, verifyJws } from '../../core/integrity/jws.ts';
import { publicKeyOfJwk } from '../../core/integrity/keys.ts';
import { labelsPayload } from '../../core/labels/payload.ts';
import type { DsseEnvelope, Release, TrustRoot } from '../../schemas/documents.ts';
import { type CheckInAnswer, CheckInRequest, EnrolmentClaims, type P256Jwk } from '../../schemas/node-messages.ts';
import { ReceiptClaims } from '../../schemas/receipt.ts';
import {
  CLUSTER,
  CONTROL_PLANE,
  type DirectiveInput,
  type draftRelease,
  type FleetKeys,
  fleetKeys,
  type Issued,
  issueDirective,
  issueRelease,
  issueRoot,
  later,
  T0,
  text,
} from './fleet-documents.ts';
import { signed } from './signing-keys.ts';

const ID = '0123456789abcdef0123456789abcdef';
const BASE = 'http://127.0.0.1:8080';

/** A control plane as far as one cluster's agents see it: signed documents, addresses, tokens; and what it was told. */
export class FakeControlPlane {
  readonly keys: FleetKeys = fleetKeys();
  url = BASE;
  readonly roots: Issued<TrustRoot>[] = [issueRoot(this.keys)];
  readonly nodes = new Map<string, P256Jwk>();
  readonly checkIns: (CheckInRequest & { readonly node: string })[] = [];
  readonly receipts: ReceiptClaims[] = [];
  readonly receiptTexts: string[] = [];
  readonly requests: string[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  readonly envelopes = new Map<string, DsseEnvelope>();
  directive: DsseEnvelope | undefined;
  labels: DsseEnvelope | undefined;
  orders: CheckInAnswer['orders'] = [];
  sequence = 0;
  generation = 0;
  /** Seconds the server's clock is ahead of the agents'; null = it does not look. */
  skewSeconds: number | null = null;
  now: () => number = () => 0;
  /** When its directives are issued; agents that are real processes hold them against the real clock. */
  issuedAt: () => string = () => T0;
  /** Sees every request first; an answer or a failure of its own goes before the real one. */
  intercept: (request: HttpRequest) => HttpAnswer | undefined = () => undefined;
  answerMore: Partial<CheckInAnswer> = {};
  nextCheckInSeconds = 1;

  get enrolmentToken(): string {
    const [first] = this.roots;
    return enrolmentTokenText({
      id: `enrol-${'ab'.repeat(12)}`,
      secret: 's'.repeat(43),
      cluster: CLUSTER,
      rootVersion: 1,
      rootSha256: first?.digest ?? '',
    });
  }

  /** Signs the next generation and holds its content ready. */
  publish(
    contents: { readonly [name: string]: string },
    change: Parameters<typeof draftRelease>[2] = {},
  ): Issued<Release> {
    this.generation += 1;
    const release = issueRelease(this.keys, this.generation, contents, change);
    this.envelopes.set(release.digest, release.envelope);
    for (const content of Object.values(contents)) this.blobs.set(sha256Hex(text(content)), text(content));
    return release;
  }

  /** Signs the next directive and serves it. */
  direct(change: DirectiveInput): void {
    this.sequence += 1;
    const issuedAt = this.issuedAt();
    const fresh = { issuedAt, expiresAt: later(86_400, issuedAt) };
    this.directive = issueDirective(this.keys, this.sequence, { ...fresh, ...change }).envelope;
  }

  grant(node: string, revision: number, labels: { readonly [key: string]: string }): void {
    const at = new Date(this.now()).toISOString();
    this.labels = signed(
      labelsPayload({ controlPlane: CONTROL_PLANE, node, revision, labels, issuedAt: at }),
      this.keys.release,
    );
  }

  readonly http: Http = async (request) => {
    const { pathname } = new URL(request.url);
    this.requests.push(`${request.method} ${pathname}`);
    const answer = this.intercept(request) ?? this.#answer(request, pathname);
    if (answer.bytes.length > request.maxBytes) throw new HttpFailure('too_large');
    return answer;
  };

  #answer({ method, headers, body }: HttpRequest, pathname: string): HttpAnswer {
    const said = body === undefined ? undefined : JSON.parse(body);
    const [, root] = /^\/api\/v1\/trust\/root\/(\d+)$/.exec(pathname) ?? [];
    if (root !== undefined) return this.#root(Number(root));
    if (method === 'GET') return this.#blob(pathname);
    if (pathname === '/api/v1/nodes') return this.#enrol(said.request);
    const [, node = '', verb] = /^\/api\/v1\/nodes\/(node-[0-9a-f]{32})\/([a-z-]+)$/.exec(pathname) ?? [];
    if (!this.nodes.has(node)) return problem(404, 'node_unknown');
    if (verb === 'token') return this.#token(node, said.assertion);
    if (headers['authorization'] !== `Bearer token-of-${node}`) return problem(401, 'unauthenticated');
    return verb === 'check-in' ? this.#checkIn(node, CheckInRequest.parse(said)) : this.#receipts(node, said.receipts);
  }

  #root(version: number): HttpAnswer {
    const found = this.roots[version - 1];
    if (!found) return problem(404, 'not_found');
    const { epoch, expiresAt } = found.document;
    return json(200, { version, epoch, expiresAt, digest: found.digest, envelope: found.envelope });
  }

  #blob(pathname: string): HttpAnswer {
    const digest = pathname.slice(pathname.lastIndexOf('/') + 1);
    const envelope = this.envelopes.get(digest);
    const bytes = envelope ? text(JSON.stringify(envelope)) : this.blobs.get(digest);
    return bytes ? { status: 200, bytes } : problem(404, 'not_found');
  }

  #enrol(request: string): HttpAnswer {
    const jws = readJws(request, ENROLMENT_TYP);
    const claims = EnrolmentClaims.parse(jws?.claims);
    const key = publicKeyOfJwk(claims.identityKey);
    if (!jws || !key || !verifyJws(jws, key)) return problem(403, 'enrolment_refused');
    const known = [...this.nodes].find(([, jwk]) => jwk.x === claims.identityKey.x)?.[0];
    const nodeId = known ?? `node-${sha256Hex(`${ID}/${this.nodes.size}`).slice(0, 32)}`;
    this.nodes.set(nodeId, claims.identityKey);
    return json(200, { nodeId, cluster: claims.cluster, controlPlane: CONTROL_PLANE, status: 'active' });
  }

  #token(node: string, assertion: string): HttpAnswer {
    const jws = readJws(assertion, ASSERTION_TYP);
    const jwk = this.nodes.get(node);
    const key = jwk && publicKeyOfJwk(jwk);
    if (!jws || !key || !verifyJws(jws, key)) return problem(401, 'assertion_invalid');
    if (this.skewSeconds !== null) {
      const server = this.now() + this.skewSeconds * 1000;
      const skew = Math.abs(Number(jws.claims['iat']) * 1000 - server);
      if (skew > 60_000) return problem(401, 'clock_skew', { serverTime: new Date(server).toISOString() });
    }
    return json(200, { accessToken: `token-of-${node}`, tokenType: 'Bearer', expiresIn: 600 });
  }

  #checkIn(node: string, said: CheckInRequest): HttpAnswer {
    this.checkIns.push({ node, ...said });
    const newer =
      said.directive.sequence < this.sequence || said.directive.epoch < (this.roots.at(-1)?.document.epoch ?? 0);
    const answer: CheckInAnswer = {
      ...(newer && this.directive ? { directive: this.directive } : {}),
      ...(this.labels ? { labels: this.labels } : {}),
      rootVersion: this.roots.length,
      urls: said.needs.flatMap((sha256) => {
        const answered = this.#blob(`/${sha256}`);
        return answered.status === 200
          ? [{ sha256, url: `${this.url}/blobs/${sha256}`, sizeBytes: answered.bytes.length }]
          : [];
      }),
      liveness: 'alive',
      nextCheckInSeconds: this.nextCheckInSeconds,
      orders: this.orders,
      ...this.answerMore,
    };
    return json(200, answer);
  }

  #receipts(node: string, texts: readonly string[]): HttpAnswer {
    const results = texts.map((receipt) => {
      const jws = readJws(receipt, RECEIPT_TYP);
      const jwk = this.nodes.get(node);
      const key = jwk && publicKeyOfJwk(jwk);
      const claims = ReceiptClaims.parse(jws?.claims);
      if (!jws || !key || !verifyJws(jws, key))
        return { counter: claims.counter, result: 'refused', code: 'receipt_invalid' };
      if (this.receiptTexts.includes(receipt)) return { counter: claims.counter, result: 'known' };
      this.receipts.push(claims);
      this.receiptTexts.push(receipt);
      return { counter: claims.counter, result: 'stored' };
    });
    return json(200, { results });
  }
}

export const json = (status: number, value: unknown): HttpAnswer => ({ status, bytes: text(JSON.stringify(value)) });
export const problem = (status: number, code: string, more: object = {}): HttpAnswer =>
  json(status, { ...more, status, code });
