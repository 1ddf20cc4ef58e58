import { describe, expect, it } from 'vitest';
import { HttpFailure } from '../../agent/ports.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { payloadBytes } from '../../core/integrity/statement.ts';
import { REFUSALS, type RefusalCode } from '../../core/node/refusals.ts';
import type { DsseEnvelope, Release } from '../../schemas/documents.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import {
  CLUSTER,
  draftDirectiveOf,
  draftRelease,
  type Issued,
  issueDirective,
  issueRelease,
  issueRoot,
  later,
  named,
  T0,
  text,
} from '../support/fleet-documents.ts';
import { newSigningKey, signed, signedBytes } from '../support/signing-keys.ts';
import { told } from './running-agent.ts';

const TYPE = 'application/vnd.in-toto+json';

/** Serves a release as stable and its content. */
function offer(rig: Rig, release: Issued<Release>, generation = release.document.predicate.generation): void {
  const { plane } = rig;
  plane.envelopes.set(release.digest, release.envelope);
  plane.blobs.set(sha256Hex(text('two')), text('two'));
  plane.direct({ stable: { ...named(release), generation } });
}
const serve = ({ plane }: Rig, envelope: DsseEnvelope): void => {
  plane.answerMore = { directive: envelope };
};
const second = (rig: Rig, change: Parameters<typeof draftRelease>[2] = {}) =>
  issueRelease(rig.plane.keys, 2, { [CLUSTER]: 'two' }, change);
/** A release signed as it stands: what `draftRelease` would never make. */
function bent(rig: Rig, bend: (release: Release) => Release): Issued<Release> {
  const drafted = payloadBytes<Release>(bend(draftRelease(2, { [CLUSTER]: 'two' }).document));
  return { ...drafted, envelope: signed(drafted, rig.plane.keys.release) };
}
const nextDirective = ({ plane }: Rig, change = {}) => issueDirective(plane.keys, 2, change).envelope;
const bytesFor = (rig: Rig, bytes: Uint8Array): void => {
  offer(rig, second(rig));
  rig.plane.intercept = ({ url }) => (url.endsWith(sha256Hex(text('two'))) ? { status: 200, bytes } : undefined);
};

/** How each refusal comes about over the network; the node enrolled and runs release 1, directive 1. */
const ROWS: { readonly [C in RefusalCode]: (rig: Rig) => void } = {
  bad_signature: (rig) => {
    const [{ keyid = '', sig = '' } = {}] = nextDirective(rig).signatures;
    const { payload } = nextDirective(rig, { expiresAt: later(7) });
    serve(rig, { payloadType: TYPE, payload, signatures: [{ keyid, sig }] });
  },
  unknown_key: (rig) => serve(rig, signed(draftDirectiveOf(2), newSigningKey())),
  wrong_role: (rig) => serve(rig, signed(draftDirectiveOf(2), rig.plane.keys.root)),
  wrong_type: (rig) => serve(rig, second(rig).envelope),
  not_canonical: (rig) => {
    const spaced = text(`${new TextDecoder().decode(draftDirectiveOf(2).bytes)} `);
    serve(rig, signedBytes(spaced, [rig.plane.keys.release], TYPE));
  },
  too_large: (rig) => bytesFor(rig, text('twoo')),
  too_slow: (rig) => {
    offer(rig, second(rig));
    rig.plane.intercept = ({ url }) => {
      if (url.endsWith(sha256Hex(text('two')))) throw new HttpFailure('too_slow');
      return undefined;
    };
  },
  wrong_control_plane: (rig) => serve(rig, nextDirective(rig, { controlPlane: 'another' })),
  wrong_cluster: (rig) => serve(rig, nextDirective(rig, { cluster: 'other.production' })),
  wrong_node: (rig) => rig.plane.grant(`node-${'0'.repeat(32)}`, 1, {}),
  wrong_epoch: (rig) => serve(rig, nextDirective(rig, { epoch: 2 })),
  rolled_back: (rig) => {
    const [digest = ''] = rig.plane.envelopes.keys();
    offer(rig, second(rig));
    rig.plane.generation = 2;
    undone.set(rig, () => rig.plane.direct({ stable: { generation: 1, digest } }));
  },
  fork: (rig) => serve(rig, issueDirective(rig.plane.keys, 1, { expiresAt: later(9) }).envelope),
  root_rules: (rig) => {
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 3 }));
  },
  directive_expired: (rig) => serve(rig, nextDirective(rig, { expiresAt: T0 })),
  root_expired: (rig) => {
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, expiresAt: T0 }));
    offer(rig, second(rig));
  },
  not_yet_effective: (rig) => offer(rig, second(rig, { effectiveFrom: later(86_000) })),
  no_longer_effective: (rig) => offer(rig, second(rig, { effectiveTo: T0 })),
  not_in_directive: (rig) => offer(rig, second(rig), 3),
  unsafe_name: (rig) =>
    offer(
      rig,
      bent(rig, (release) => ({
        ...release,
        subject: release.subject.map((subject) => ({ ...subject, name: '../../etc/passwd' })),
      })),
    ),
  subjects_mismatch: (rig) =>
    offer(
      rig,
      bent(rig, (release) => ({
        ...release,
        subject: release.subject.map((subject) => ({ ...subject, name: 'other.production' })),
      })),
    ),
  digest_mismatch: (rig) => bytesFor(rig, text('tw0')),
  size_mismatch: (rig) => bytesFor(rig, text('tw')),
  rejected_by_hook: (rig) => {
    rig.hookAnswer = (generation) => (generation === 2 ? 'no' : undefined);
    offer(rig, second(rig));
  },
  quarantined: (rig) => ROWS.rejected_by_hook(rig),
};
/** What is done after one more round. */
const undone = new Map<Rig, () => void>();
const HOOK_SAYS = {
  rejected_by_hook: ['rejected_by_hook', 'quarantined'],
  quarantined: ['rejected_by_hook', 'quarantined'],
};

describe('a node tells once, also over a reboot, and keeps running, when it refuses', () => {
  it.each(Object.keys(REFUSALS) as RefusalCode[])('%s', async (code) => {
    const rig = await agentRig();
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    ROWS[code](rig);
    await rig.rounds(1);
    undone.get(rig)?.();
    const good = await rig.current();
    await rig.rounds(12);
    await rig.reboot();
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual(code in HOOK_SAYS ? HOOK_SAYS[code as 'quarantined'] : [code]);
    expect(await rig.current()).toBe(good);
    expect(rig.plane.checkIns.at(-1)?.running?.generation).toBe(good === 'one' ? 1 : 2);
  });
});
