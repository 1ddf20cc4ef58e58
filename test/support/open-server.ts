import { initRoot, newRootKey } from '../../cli/trust/root-file.ts';
import type { Role } from '../../schemas/principal.ts';
import { signDevelopmentToken } from '../../server/dev-issuer/dev-issuer.ts';
import { startServer } from '../../server/start-server.ts';

export interface EmbeddedServer {
  readonly url: string;
  readonly dataDir: string;
  token(role: Role, subject?: string): Promise<string>;
  /** One request below `/api/v1`; the body is JSON both ways. @throws with the answer when it is not 2xx */
  ask<T>(token: string, method: string, path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** The whole control plane over real HTTP, in this process; whoever opens it stops it. */
export async function openEmbeddedServer(
  dataDir: string,
  environment: { readonly [name: string]: string } = {},
): Promise<EmbeddedServer> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    issuers: [],
    developmentTokens: false,
    rootHand: { newRootKey, initRoot },
    environment,
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    await server.stop();
  };
  return serverAt(server.origin, dataDir, stop);
}

/** A control plane that runs already, on a folder of this machine. */
export function serverAt(url: string, dataDir: string, stop: () => Promise<void>): EmbeddedServer {
  return {
    url,
    dataDir,
    token: (role, subject = role.toLowerCase()) =>
      signDevelopmentToken(dataDir, {
        subject,
        role,
        issuedAtSeconds: Math.floor(Date.now() / 1000),
        lifetimeSeconds: 3600,
      }),
    async ask<T>(token: string, method: string, path: string, body?: unknown) {
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
    },
    stop,
  };
}
