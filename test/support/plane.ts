import type { Role } from '../../schemas/principal.ts';

/** A control plane that stories are played on: an embedded one, or one deployed to an emulated AWS. */
export interface Plane {
  /** Base URL for people and nodes; another one after a restart. */
  readonly url: string;
  /** Part of every name of a story where the control plane has a history of its own; '' where it is new. */
  readonly mark: string;
  /** File with the private root keys that people keep, PEM. */
  readonly rootKey: string;
  token(role: Role, subject?: string): Promise<string>;
  /** Copies all that the control plane has stored; what is answered puts the copy back in its place. */
  backUp(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export type Ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** One request below `/api/v1`; the body is JSON both ways. @throws with the answer when it is not 2xx */
export async function askPlane<T>(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
