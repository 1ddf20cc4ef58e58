import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plumb } from './plumb.ts';
import type { Processes } from './processes.ts';

/** Who serves the story. */
export interface ControlPlane {
  readonly url: string;
  /** Part of every name of the story where others have been before; '' where nobody has. */
  readonly mark: string;
  /** How many times longer than the one of this machine it may take. */
  readonly patience: number;
  token(role: DemoRole, subject: string): Promise<string>;
  /** Ends it, if it was started for the demo and does not end with its processes. */
  close(): Promise<void>;
}

export type DemoRole = 'developer' | 'operator' | 'admin';

interface OpenOptions {
  readonly root: string;
  readonly processes: Processes;
  readonly say: (line: string) => void;
}

const SERVE = fileURLToPath(new URL('../bin/serve.ts', import.meta.url));

/** One process, one folder, ended with the other processes of the demo. */
export async function openEmbedded({ root, processes, say }: OpenOptions): Promise<ControlPlane> {
  const data = join(root, 'control-plane');
  say('The control plane starts: one process, one folder, a trust root of its own.');
  const server = await processes.start(
    [SERVE, '--port', '0', '--data', data, '--json'],
    join(root, 'control-plane.log'),
  );
  const { url } = JSON.parse(server.firstLine) as { url: string };
  return {
    url,
    mark: '',
    patience: 1,
    token: async (role, subject) => (await plumb('token', '--role', role, '--data', data, '--subject', subject)).trim(),
    close: async () => {},
  };
}
