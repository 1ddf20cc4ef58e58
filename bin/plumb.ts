import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { INPUT_BYTES, joined } from '../cli/input.ts';
import { repertoire } from '../cli/repertoire.ts';
import { runPlumb } from '../cli/run-plumb.ts';
import type { Terminal } from '../cli/surroundings.ts';
import manifest from '../package.json' with { type: 'json' };

/** What only a few commands need is loaded by those. */
const hands = {
  signToken: async (...given: Parameters<typeof import('../server/dev-issuer/dev-issuer.ts').signDevelopmentToken>) =>
    (await import('../server/dev-issuer/dev-issuer.ts')).signDevelopmentToken(...given),
  openTrust: async (dataDir: string) => (await import('../server/trust/open-trust.ts')).openTrust(dataDir),
  agent: {
    name: 'agent',
    summary: 'Run the node agent: verify, switch, prove',
    load: async () => {
      const { agentCommand } = await import('../cli/agent/command.ts');
      const { openAgent } = await import('../agent/run-agent.ts');
      return agentCommand(manifest.version, openAgent);
    },
  },
};

const terminal = (stream: NodeJS.WriteStream): Terminal => ({
  write: (chunk) => void stream.write(chunk),
  isTty: stream.isTTY === true,
  columns: stream.columns,
});

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > INPUT_BYTES) break;
  }
  return joined('standard input', chunks);
}

// A reader that has seen enough (`plumb audit events | head`) is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

const exitCode = await runPlumb(repertoire(manifest.version, hands), process.argv.slice(2), {
  env: process.env,
  stdout: terminal(process.stdout),
  stderr: terminal(process.stderr),
  now: Date.now,
  sleep: (milliseconds) => sleep(milliseconds),
  randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  fetch,
  readStdin,
});
// The agent sets its own when it ends by itself.
process.exitCode ||= exitCode;
