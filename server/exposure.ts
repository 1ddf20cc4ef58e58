import { isIPv4 } from 'node:net';

export interface Exposure {
  readonly host: string;
  readonly tls: boolean;
  readonly oidc: boolean;
  /** Explicit flags. */
  readonly insecureHttp: boolean;
  readonly developmentTokens: boolean;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** Who is believed. On loopback, without an issuer of your own, development tokens are; elsewhere only when told so. */
export const believesDevelopmentTokens = ({ host, oidc, developmentTokens }: Exposure): boolean =>
  developmentTokens || (isLoopback(host) && !oidc);

/** Development subjects carry a prefix into every audit record once others can reach the server, or other issuers are believed. */
export const marksDevelopmentSubjects = ({ host, oidc }: Exposure): boolean => oidc || !isLoopback(host);

/** What is missing to listen on this address, in words for a person; undefined when nothing is (design §8). */
export function refusedExposure({ host, tls, oidc, insecureHttp, developmentTokens }: Exposure): string | undefined {
  if (isLoopback(host)) return undefined;
  if (!tls && !insecureHttp)
    return `${host} can be reached by others: give --tls-cert and --tls-key, or --insecure-http if something in front ends TLS.`;
  if (!oidc && !developmentTokens)
    return `${host} can be reached by others: give --issuers FILE, or --development-tokens to believe development tokens there too.`;
  return undefined;
}
