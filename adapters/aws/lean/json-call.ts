import { environmentCredentials } from './credentials.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { NoAnswer, type Received, send } from './send.ts';
import { signedHeaders } from './sign-request.ts';

/** A service that speaks one of AWS's JSON protocols. */
export interface JsonService {
  readonly name: 'dynamodb' | 'kms';
  /** Before the operation in `x-amz-target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
}

/** What a client needs of the process it runs in. */
export interface Surroundings {
  readonly environment: { readonly [name: string]: string | undefined };
  /** Unix milliseconds. */
  readonly now: () => number;
  /** How long one attempt may take; by default 3 s, and 30 s for an emulator on a small machine. */
  readonly deadlineMs?: number;
}

/** What the service answered instead of a result. */
export interface Refusal {
  /** Without a namespace: `ConditionalCheckFailedException`. */
  readonly code: string;
  readonly message: string;
  readonly body: { readonly [name: string]: unknown };
}
type Answer = { readonly ok: true; readonly output: object } | { readonly ok: false; readonly refusal: Refusal };

export const deadlineOf = ({ custom }: Pick<Endpoint, 'custom'>, { deadlineMs }: Surroundings): number =>
  deadlineMs ?? (custom ? 30_000 : 3_000);

/**
 * A signed call of one operation, tried once. A refusal is an answer; no answer at all throws NoAnswer.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function jsonCall(
  service: JsonService,
  surroundings: Surroundings,
): (operation: string, input: object) => Promise<Answer> {
  const endpoint = endpointOf(service.name, surroundings.environment);
  const { url, region } = endpoint;
  const deadlineMs = deadlineOf(endpoint, surroundings);
  return async (operation, input) => {
    const body = JSON.stringify(input);
    const credentials = environmentCredentials(surroundings.environment);
    const headers = {
      host: url.host,
      'content-type': `application/x-amz-json-${service.version}`,
      'x-amz-target': `${service.target}.${operation}`,
    };
    const request = { method: 'POST', path: '/', headers, body } as const;
    const scope = { credentials, region, service: service.name, nowMs: surroundings.now() };
    const received = await send(url, { ...request, headers: signedHeaders(request, scope) }, deadlineMs);
    return read(received);
  };
}

function read({ status, body }: Received): Answer {
  const parsed = parse(body);
  if (status === 200 && parsed) return { ok: true, output: parsed };
  // A body cut short after a good status: what was asked may have been done.
  if (status === 200) throw new NoAnswer('Network', `an answer of ${body.byteLength} bytes that is no JSON`);
  const { __type, code, message, Message } = (parsed ?? {}) as { readonly [name: string]: unknown };
  const named = String(__type ?? code ?? '');
  return {
    ok: false,
    refusal: {
      code: named.slice(named.lastIndexOf('#') + 1).split(':')[0] || fallbackCode(status),
      message: String(message ?? Message ?? `status ${status}`),
      body: parsed ?? {},
    },
  };
}

/** A load balancer in between answers without a name. */
const fallbackCode = (status: number): string =>
  status === 429 ? 'ThrottlingException' : status >= 500 ? 'ServiceUnavailable' : `Status${status}`;

function parse(body: Buffer): { readonly [name: string]: unknown } | undefined {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
