import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, serverAt } from '../../test/support/open-server.ts';
import { type Program, startProgram } from './processes.ts';

/** A control plane in a process of its own, as `npm start` starts it, and its folder. */
export interface Served {
  readonly server: EmbeddedServer;
  readonly program: Program;
  readonly port: number;
  /** For files of the measurement; gone with the control plane. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function served(environment: NodeJS.ProcessEnv = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
  const data = join(folder, 'data');
  const program = await startProgram('bin/serve.ts', ['--port', '0', '--data', data, '--json'], environment);
  const url = String(program.said['url']);
  return {
    server: serverAt(url, data, () => program.end()),
    program,
    port: Number(new URL(url).port),
    folder,
    async close() {
      await program.end();
      rmSync(folder, { recursive: true });
    },
  };
}
