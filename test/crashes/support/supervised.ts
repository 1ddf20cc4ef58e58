import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedProcess, openEmbedded } from '../../support/embedded-process.ts';
import { serverAt } from '../../support/open-server.ts';

/** A control plane as a process that is started again, by this supervisor, whenever it has been killed. */
export interface Supervised {
  /** Its own; the data folder is in it. */
  readonly folder: string;
  readonly dataDir: string;
  /** Answers when one is up. @throws when it ended in any other way than by SIGKILL */
  up(): Promise<EmbeddedProcess>;
  /** Kills it without any warning; the next is on its way. */
  kill(): Promise<void>;
  /** From spawn to the ready line, milliseconds: of every start but the first. */
  readonly restartsMs: readonly number[];
  /** How often it was killed, also before it was ready. */
  deaths(): number;
  token: ReturnType<typeof serverAt>['token'];
  /** Ends it for good; in good order, unless it still has to die somewhere. */
  stop(): Promise<void>;
  /** Takes its folder away. */
  remove(): void;
}

/** @param environmentIn PLUMB_* settings and NODE_OPTIONS of the process, given its folder */
export function supervised(environmentIn: (folder: string) => NodeJS.ProcessEnv): Supervised {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-crashes-'));
  const dataDir = join(folder, 'data');
  const environment = environmentIn(folder);
  const restartsMs: number[] = [];
  let starts = 0;
  let deaths = 0;
  let stopping = false;
  let current: Promise<EmbeddedProcess>;
  const start = async (): Promise<EmbeddedProcess> => {
    for (;;) {
      const begun = performance.now();
      let killed = false;
      try {
        const server = await openEmbedded(['--port', '0', '--data', dataDir], environment, (child) => {
          child.once('exit', (_code, signal) => {
            killed = signal === 'SIGKILL';
          });
        });
        if (starts++ > 0) restartsMs.push(performance.now() - begun);
        server.child.once('exit', (_code, signal) => {
          if (stopping) return;
          deaths++;
          current =
            signal === 'SIGKILL' ? start() : Promise.reject(new Error(`ended by itself: ${server.output().stderr}`));
          current.catch(() => {}); // whoever asks next hears of it
        });
        return server;
      } catch (error) {
        if (!killed) throw error;
        deaths++;
        starts++;
      }
    }
  };
  current = start();
  const token: Supervised['token'] = (role, subject) => serverAt('', dataDir, async () => {}).token(role, subject);
  return {
    folder,
    dataDir,
    restartsMs,
    deaths: () => deaths,
    token,
    up: () => current,
    async kill() {
      const server = await current;
      await server.end('SIGKILL');
    },
    async stop() {
      stopping = true;
      const { code, signal } = await (await current).end('SIGTERM');
      // On its way out it may come by a place where it was told to die.
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`stopped with ${code ?? signal}`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
