import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAgent } from '../../agent/create-agent.ts';
import { openFileKeys } from '../../agent/file-keys.ts';
import { DEFAULT_SWAP } from '../../agent/options.ts';
import { diskFiles } from '../../agent/real/disk-files.ts';
import { thisMachine } from '../../agent/real/machine.ts';
import { systemChance, systemClock } from '../../agent/real/system.ts';
import { FakeControlPlane } from '../../test/support/fake-control-plane.ts';
import { issueRoot, later, named } from '../../test/support/fleet-documents.ts';

/** The agent as it is, on a folder of this machine; its control plane is in memory, so that nothing else is measured. */
export interface SwappingNode {
  /** Signs the next release and lets the agent take it. @returns milliseconds from the check-in to the receipt */
  take(contents: { readonly [config: string]: string }): Promise<number>;
}

export async function swappingNode(dir: string): Promise<SwappingNode> {
  const plane = new FakeControlPlane();
  plane.now = () => Date.now();
  plane.issuedAt = () => new Date().toISOString();
  plane.roots[0] = issueRoot(plane.keys, { expiresAt: later(365 * 86_400, plane.issuedAt()) });
  const files = diskFiles(dir);
  const agent = await createAgent(
    {
      ...{ http: plane.http, files, clock: systemClock, chance: systemChance, machine: thisMachine('bench') },
      keys: () => openFileKeys(files),
    },
    { url: plane.url, enrolmentToken: plane.enrolmentToken, swap: DEFAULT_SWAP, allowHttp: false },
  );
  await agent.boot();
  await agent.round();
  return {
    async take(contents) {
      const release = plane.publish(contents);
      plane.direct({ stable: named(release) });
      const proofs = plane.receipts.length;
      const began = performance.now();
      await agent.round();
      const took = performance.now() - began;
      const proof = plane.receipts[proofs];
      if (proof?.state !== 'active' || proof.digest !== release.digest) throw new Error('the release was not taken');
      for (const [config, content] of Object.entries(contents))
        if (readFileSync(join(dir, 'current', config), 'utf8') !== content) throw new Error(`${config} does not show`);
      return took;
    },
  };
}
