import type { HeldState } from '../../../core/node/step.ts';
import { trustedRoot } from '../../../core/node/trusted-keys.ts';
import {
  CLUSTER,
  type DirectiveInput,
  draftDirectiveOf,
  draftRelease,
  fleetKeys,
  issueRoot,
  named,
  T0,
} from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';

/* What one node holds: nothing yet, or releases of one config, told apart by their generation. */

const root = issueRoot(fleetKeys());

/** Enrolled, and nothing heard since. */
export const bare: HeldState = {
  nodeId: `node-${'a'.repeat(32)}`,
  cluster: CLUSTER,
  labels: null,
  trust: trustedRoot(root.document, root.digest, CLUSTER),
  directive: null,
  floor: null,
  running: null,
  releases: new Map(),
  hasBlob: () => false,
  resident: new Set(),
  intact: true,
  swap: null,
  nowMs: Date.parse(T0),
};

const drafted = (generation: number) => draftRelease(generation, { [CLUSTER]: `text ${generation}` });
const drafts = new Map([1, 2, 3, 4].map((generation) => [generation, drafted(generation)]));
export const draft = (generation: number) => drafts.get(generation) ?? drafted(generation);

export const place = (generation: number) => ({ epoch: 1, generation, digest: draft(generation).digest });
/** As a step names the release it is about. */
export const target = (generation: number, deploymentId?: string) => ({
  ...named(draft(generation)),
  ...(deploymentId === undefined ? {} : { deploymentId }),
});
/** What the newest directive says. */
export const word = (change: DirectiveInput) => draftDirectiveOf(9, change).document.predicate;

/** These releases are here, and all their content. */
export const holding = (...generations: number[]): Partial<HeldState> => ({
  releases: new Map(generations.map((each) => [draft(each).digest, opened(draft(each))])),
  hasBlob: () => true,
});
/** This one runs, and nothing newer ever did. */
export const on = (generation: number): Partial<HeldState> => ({
  running: place(generation),
  floor: place(generation),
});
