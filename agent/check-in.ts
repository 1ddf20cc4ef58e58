import { sayable } from '../core/node/sayable.ts';
import type { DsseEnvelope } from '../schemas/documents.ts';
import type { CheckInAnswer, CheckInRequest } from '../schemas/node-messages.ts';
import type { Sha256 } from '../schemas/words.ts';
import type { Answered } from './control-plane.ts';
import { sampleOf } from './health.ts';
import { save } from './held.ts';
import type { Life } from './life.ts';
import { withToken } from './session.ts';
import { readEnvelope } from './store.ts';

/** One check-in; what it told is told only when the answer is there. @throws HttpFailure */
export async function checkIn(life: Life, needs: readonly Sha256[]): Promise<Answered<CheckInAnswer>> {
  const request = await requestOf(life, needs);
  const answer = await withToken(life, (nodeId, token) => life.controlPlane.checkIn(nodeId, token, request));
  if (!answer.ok) return answer;
  const { urls, liveness, uploadEnvelopes } = answer.value;
  life.liveness = liveness;
  life.uploadEnvelopes = uploadEnvelopes === true;
  life.urls = new Map(urls.map((address) => [address.sha256, address]));
  life.evidence = [];
  const { refusals, ordersDone } = life.held.state;
  if (refusals.length + ordersDone.length > 0) {
    await save(life.ports.files, life.held, { refusals: [], ordersDone: [] });
  }
  return answer;
}

async function requestOf(life: Life, needs: readonly Sha256[]): Promise<CheckInRequest> {
  const { held, health, contact, ports } = life;
  const { state, store } = held;
  const { running, swap, directive } = state;
  const fits = envelopeBudget();
  const offlineMs = contact.lostAtMs === null ? 0 : Math.max(0, ports.clock.now() - contact.lostAtMs);
  return {
    directive: { epoch: directive?.epoch ?? 0, sequence: directive?.sequence ?? 0 },
    labelsRevision: state.labels?.revision ?? 0,
    rootVersion: state.root?.version ?? 0,
    needs: [...needs],
    running: running && { epoch: running.epoch, generation: running.generation, digest: running.digest },
    resident: state.resident.slice(0, 8).flatMap((digest) => {
      const release = store.releases.get(digest);
      return release ? [{ generation: release.word.generation, digest }] : [];
    }),
    components: components(life),
    sample: sampleOf(life),
    probe: health.probe,
    resources: ports.machine.resources(),
    connectivity: { offlineSeconds: Math.round(offlineMs / 1000), failures: contact.failures },
    swap: swap && {
      generation: swap.generation,
      digest: swap.digest,
      attempts: swap.attempts,
      reason: swap.reason,
      quarantined: swap.quarantined,
    },
    evidence: life.evidence.slice(0, 16),
    refusals: state.refusals.map((refusal) =>
      refusal.envelopes ? { ...refusal, envelopes: refusal.envelopes.filter(fits) } : refusal,
    ),
    ahead: life.uploadEnvelopes ? (await ownEnvelopes(life)).filter(fits) : [],
    ordersDone: state.ordersDone,
    liveness: life.liveness,
  };
}

/** Of the 256 KiB a check-in may have, what is left for envelopes beside the components of the largest release. */
const ENVELOPE_CHARACTERS = 80 * 1024;

/** Evidence that does not fit must not keep a node from being heard at all. */
function envelopeBudget(): (envelope: DsseEnvelope) => boolean {
  let left = ENVELOPE_CHARACTERS;
  return (envelope) => {
    const { length } = JSON.stringify(envelope);
    if (length > left) return false;
    left -= length;
    return true;
  };
}

/** Every file that readers see, by the digest read back; a file of the release that is gone is left out. */
function components({ held, observed }: Life): CheckInRequest['components'] {
  const release = held.state.running && held.store.releases.get(held.state.running.digest);
  const versions = new Map(release?.files.map(({ name, version }) => [name, version]));
  return [...observed.digests]
    .filter(([name, digest]) => digest !== '' || !versions.has(name))
    .map(([name, digest]) => ({
      name: sayable(name, NAME_CHARACTERS),
      kind: 'config',
      version: versions.get(name) ?? '',
      digest,
    }));
}

const NAME_CHARACTERS = 128;

/** What this node holds signed: it shows a control plane that forgot how far it was. */
async function ownEnvelopes({ held, ports }: Life): Promise<CheckInRequest['ahead']> {
  const { directive, floor } = held.state;
  const release = floor ? await readEnvelope(ports.files, floor.digest) : undefined;
  return [directive?.envelope, release].filter((envelope) => envelope !== undefined);
}
