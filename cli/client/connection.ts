import { usage } from '../failure.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Where the server is and who asks. */
export interface Connection {
  /** Without `/api/v1` and a slash at the end. */
  readonly url: string;
  readonly token: string | undefined;
}

export interface ConnectionFlags {
  readonly url?: string;
  readonly token?: string;
  readonly allowHttp?: boolean;
}

/**
 * Flags win over PLUMB_URL and PLUMB_TOKEN.
 * @throws a usage failure for what is no http(s) URL, and for plain HTTP to another machine unless it is allowed:
 *   it would show the token to the network
 */
export function connectionOf(flags: ConnectionFlags, env: Readonly<Record<string, string | undefined>>): Connection {
  const text = flags.url || env['PLUMB_URL'] || DEFAULT_URL;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw usage(`not an http or https URL: ${text}`);
  if (url.username || url.password) throw usage('the URL must not hold a name or password; use PLUMB_TOKEN');
  const allowed = flags.allowHttp || url.protocol === 'https:' || LOOPBACK.test(url.hostname);
  if (!allowed)
    throw usage(`${url.origin} would show your token to the network; use https, or --allow-http if you must`);
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api\/v1$/, ''),
    token: (flags.token || env['PLUMB_TOKEN'])?.trim() || undefined,
  };
}
