import type { z } from 'zod';
import { DOCUMENT_LIMITS } from '../schemas/documents.ts';
import { CheckInAnswer, type CheckInRequest, EnrolResponse, TokenResponse } from '../schemas/node-messages.ts';
import { ReceiptsResponse } from '../schemas/receipt.ts';
import { TrustRootAnswer } from '../schemas/trust.ts';
import { EXCHANGE_MS } from './options.ts';
import type { Http } from './ports.ts';

/** What the control plane said no to, or something that is no answer of a control plane (`bad_answer`). */
export interface Denied {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  /** Its clock, where the refusal says so (`clock_skew`). */
  readonly serverTime?: string;
}
export type Answered<T> = { readonly ok: true; readonly value: T } | Denied;

const SMALL = 64 * 1024;

/** Not strict: a newer control plane may say more than this agent knows. Made once: zod compiles each shape anew. */
const SHAPES = {
  root: TrustRootAnswer.strip(),
  enrol: EnrolResponse.strip(),
  token: TokenResponse.strip(),
  checkIn: CheckInAnswer.strip(),
  receipts: ReceiptsResponse.strip(),
};

/** The routes that a node uses. @throws HttpFailure when there is no answer */
export class ControlPlane {
  readonly #base: string;
  readonly #http: Http;
  constructor(http: Http, url: string) {
    this.#http = http;
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
  }

  root = (version: number): Promise<Answered<z.infer<typeof TrustRootAnswer>>> =>
    // The answer wraps the envelope, in which base64 makes the root a third longer.
    this.#ask(SHAPES.root, 'GET', `/trust/root/${version}`, '', undefined, 2 * DOCUMENT_LIMITS.root);

  enrol = (authorization: string, request: string): Promise<Answered<z.infer<typeof EnrolResponse>>> =>
    this.#ask(SHAPES.enrol, 'POST', '/nodes', authorization, { request }, SMALL);

  token = (nodeId: string, assertion: string): Promise<Answered<z.infer<typeof TokenResponse>>> =>
    this.#ask(SHAPES.token, 'POST', `/nodes/${nodeId}/token`, '', { assertion }, SMALL);

  checkIn = (nodeId: string, token: string, body: CheckInRequest): Promise<Answered<CheckInAnswer>> =>
    this.#ask(
      SHAPES.checkIn,
      'POST',
      `/nodes/${nodeId}/check-in`,
      `Bearer ${token}`,
      body,
      DOCUMENT_LIMITS.checkInAnswer,
    );

  receipts = (
    nodeId: string,
    token: string,
    receipts: readonly string[],
  ): Promise<Answered<z.infer<typeof ReceiptsResponse>>> =>
    this.#ask(SHAPES.receipts, 'POST', `/nodes/${nodeId}/receipts`, `Bearer ${token}`, { receipts }, SMALL);

  async #ask<S extends z.ZodObject>(
    shape: S,
    method: 'GET' | 'POST',
    path: string,
    authorization: string,
    body: unknown,
    maxBytes: number,
  ): Promise<Answered<z.infer<S>>> {
    const { status, bytes } = await this.#http({
      method,
      url: `${this.#base}${path}`,
      headers: {
        accept: 'application/json',
        ...(authorization ? { authorization } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      maxBytes,
      deadlineMs: EXCHANGE_MS,
    });
    const read = readJson(bytes);
    if (status < 200 || status > 299) return denied(status, read);
    const parsed = shape.safeParse(read);
    return parsed.success ? { ok: true, value: parsed.data as z.infer<S> } : { ok: false, status, code: 'bad_answer' };
  }
}

function denied(status: number, problem: unknown): Denied {
  const { code, serverTime } = (problem ?? {}) as { code?: unknown; serverTime?: unknown };
  return {
    ok: false,
    status,
    code: typeof code === 'string' ? code.slice(0, 64) : 'bad_answer',
    ...(typeof serverTime === 'string' ? { serverTime } : {}),
  };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
