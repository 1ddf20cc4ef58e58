import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedServer } from './open-server.ts';
import type { Plane } from './plane.ts';

/** Everything as fast as settings allow; durations of strategies stay what people write. */
export const QUICK = { PLUMB_IDLE_CHECK_IN_SECONDS: '0.1', PLUMB_ACTIVE_CHECK_IN_SECONDS: '0.1' };

export interface EmbeddedPlane extends Plane {
  /** Stops the control plane and starts it again, under another port; nodes find it. */
  restart(meanwhile?: () => void): Promise<void>;
}

/** A new embedded control plane in this process and a folder of its own, both gone when it is closed. */
export async function openEmbeddedPlane(
  settings: { readonly [name: string]: string } = QUICK,
  open: typeof openEmbeddedServer = openEmbeddedServer,
): Promise<EmbeddedPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-journey-'));
  const data = join(folder, 'data');
  let server = await open(data, settings);
  const restart = async (meanwhile?: () => void): Promise<void> => {
    await server.stop();
    meanwhile?.();
    server = await open(data, settings);
  };
  return {
    get url() {
      return server.url;
    },
    mark: '',
    rootKey: join(data, 'root-key.pem'),
    token: (role, subject) => server.token(role, subject),
    restart,
    async backUp() {
      const copy = mkdtempSync(join(folder, 'backup-'));
      await restart(() => cpSync(data, copy, { recursive: true }));
      return () =>
        restart(() => {
          rmSync(data, { recursive: true });
          cpSync(copy, data, { recursive: true });
        });
    },
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
