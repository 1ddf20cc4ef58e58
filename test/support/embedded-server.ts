import { onTestFinished } from 'vitest';
import { type EmbeddedServer, openEmbeddedServer } from './open-server.ts';

export type { EmbeddedServer };

/** The whole control plane over real HTTP, in the process of the test; stopped with it at the latest. */
export async function startEmbeddedServer(
  dataDir: string,
  environment: { readonly [name: string]: string } = {},
): Promise<EmbeddedServer> {
  const server = await openEmbeddedServer(dataDir, environment);
  onTestFinished(server.stop);
  return server;
}
