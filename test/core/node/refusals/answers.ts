import { labelsPayload } from '../../../../core/labels/payload.ts';
import { acceptDirective } from '../../../../core/node/accept-directive.ts';
import { acceptLabels } from '../../../../core/node/accept-labels.ts';
import { acceptRelease, type ReleaseContext } from '../../../../core/node/accept-release.ts';
import { type OpenRelease, openRelease } from '../../../../core/node/open-release.ts';
import type { RefusalCode, Refused } from '../../../../core/node/refusals.ts';
import { type HeldState, step } from '../../../../core/node/step.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import { CLUSTER, CONTROL_PLANE, later, T0 } from '../../../support/fleet-documents.ts';
import { signed } from '../../../support/signing-keys.ts';
import { bare } from '../held-states.ts';
import { directiveNow, keys, release, trust } from './documents.ts';

/* What a node answers to each kind of document, and to the next step. */

export type Answer = { readonly ok: true } | Refused;

export interface Row {
  readonly code: RefusalCode;
  readonly when: string;
  readonly refused: () => Answer;
  /** The same on the other side of the limit. */
  readonly accepted: () => Answer;
}

const { nodeId, nowMs } = bare;
/** So many seconds after everything was issued. */
export const at = (seconds: number) => ({ nowMs: Date.parse(later(seconds)) });

export const directive = (
  envelope: DsseEnvelope,
  context: Partial<Parameters<typeof acceptDirective>[2]> = {},
): Answer => acceptDirective(envelope, trust, { cluster: CLUSTER, held: null, nowMs, ...context });
export const soundDirective = () => directive(directiveNow.envelope);

export const open = (envelope: DsseEnvelope, digest: string): Answer => openRelease(envelope, trust, digest);
export const soundRelease = () => open(release.envelope, release.digest);

const opened = (issued = release): OpenRelease => {
  const answer = openRelease(issued.envelope, trust, issued.digest);
  if (!answer.ok) throw new Error(answer.code);
  return answer;
};
export const install = (issued = release, context: Partial<ReleaseContext> = {}): Answer =>
  acceptRelease(opened(issued), {
    controlPlane: CONTROL_PLANE,
    cluster: CLUSTER,
    epoch: 1,
    named: { generation: issued.document.predicate.generation },
    floor: null,
    held: [],
    toActivate: true,
    nowMs,
    ...context,
  });

export const labels = (change: object = {}, held: Parameters<typeof acceptLabels>[2]['held'] = null): Answer => {
  const drafted = labelsPayload({
    controlPlane: CONTROL_PLANE,
    node: nodeId,
    revision: 2,
    labels: {},
    issuedAt: T0,
    ...change,
  });
  return acceptLabels(signed(drafted, keys.release), trust, { node: nodeId, held });
};

const held: HeldState = {
  ...bare,
  trust,
  directive: directiveNow.document.predicate,
  releases: new Map([[release.digest, opened()]]),
  hasBlob: () => true,
};
export const next = (change: Partial<HeldState>): Answer => {
  const answer = step({ ...held, ...change });
  return answer.do === 'refuse' ? { ok: false, code: answer.code } : { ok: true };
};
