import type { AgentOptions } from './options.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/**
 * Whether the agent may talk to this address: TLS, or the machine itself.
 * @param allowHttp the agent's own flag
 */
export const mayTalkTo = (url: URL, allowHttp: boolean): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && (allowHttp || isLoopback(url)));

/**
 * Where a download lies. An answer must not send the agent to services of its own machine, unless the control plane
 * is there too.
 * @returns undefined when the agent will not go there
 */
export function downloadUrl(text: string, base: URL, allowHttp: boolean): URL | undefined {
  const url = URL.parse(text, base.href);
  if (!url || url.username || url.password || !mayTalkTo(url, allowHttp)) return undefined;
  return isLoopback(url) && !isLoopback(base) ? undefined : url;
}

/** Probes and counts are of the service beside the agent, never of another machine. */
export function loopbackUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && isLoopback(url) ? url : undefined;
}

/** What the agent's own flags say of where things are, read once. */
export interface Addresses {
  /** Of the control plane. */
  readonly base: URL;
  readonly probe: string | undefined;
  readonly metrics: string | undefined;
}

/** @param options whose addresses were checked */
export const addressesOf = ({ url, probe, metrics }: AgentOptions): Addresses => ({
  base: new URL(url),
  probe: loopbackUrl(probe ?? '')?.href,
  metrics: loopbackUrl(metrics ?? '')?.href,
});

/** @throws RangeError, with a sentence for a person, for addresses that flags must not name */
export function checkAddresses({ url, probe, metrics, allowHttp }: AgentOptions): void {
  const parsed = URL.parse(url);
  if (!parsed) throw new RangeError(`--url is no URL: ${url}`);
  if (!mayTalkTo(parsed, allowHttp)) {
    throw new RangeError('the control plane must be reached by https:// (or on this machine); --allow-http overrides');
  }
  for (const [flag, text] of [
    ['--probe', probe],
    ['--metrics', metrics],
  ] as const) {
    if (text !== undefined && !loopbackUrl(text))
      throw new RangeError(`${flag} must be a URL of this machine: ${text}`);
  }
}
