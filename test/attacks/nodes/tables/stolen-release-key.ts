import { canonical } from '../../../../core/integrity/canonical.ts';
import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { envelopeOf, pae } from '../../../../core/integrity/dsse.ts';
import { IN_TOTO_PAYLOAD_TYPE } from '../../../../schemas/documents.ts';
import type { Json } from '../../../../schemas/words.ts';
import { type Attack, attacks, type Family } from '../stage/attack.ts';
import { stolen, type Words, wordsOf } from '../stage/forgery.ts';
import { tapedDirectives, tapedReleases } from '../stage/on-the-way.ts';
import type { Stage } from '../stage/open-stage.ts';
import { beginAnew, EVIL, handingOut, nextDirective, nextRelease, rob } from '../stage/robbery.ts';

/**
 * What people do: the next key, and a root of a higher epoch that names it alone. The control plane has stopped signing
 * by then wherever a node has shown it a directive that it never drafted.
 */
const asTold = (family: Family, rows: readonly Omit<Attack, 'family' | 'by' | 'answer'>[]) =>
  attacks(
    family,
    'release key',
    rows.map((row) => ({ ...row, answer: beginAnew })),
  );

/** The release that ran before the one that runs, and the one that runs. */
const past = (stage: Stage) => {
  const [before, now] = tapedReleases(stage).map((envelope) => {
    const generation = Number(wordsOf(envelope).predicate['generation']);
    return { envelope, generation, digest: sha256Hex(Buffer.from(envelope.payload, 'base64')) };
  });
  if (!before || !now) throw new Error('two releases must have gone by');
  return { before, now };
};

const robbing =
  (release: (stage: Stage) => Words, change: (stage: Stage) => { readonly [member: string]: unknown } = () => ({})) =>
  async (stage: Stage): Promise<void> => {
    stage.hop = await rob(stage, release(stage), change(stage));
  };
const directing =
  (directive: (stage: Stage) => Words) =>
  async (stage: Stage): Promise<void> => {
    stage.hop = handingOut({ directive: (await stolen(stage, directive(stage))).envelope });
  };

/** Back to what was: with the key too, a node never goes below its floor. */
export const ROLLBACK_WITH_THE_KEY = asTold('rollback', [
  {
    name: 'a new directive that names the release of before',
    mount: directing((stage) => nextDirective(stage, past(stage).before)),
    told: ['rolled_back'],
  },
  {
    name: 'a new release of a generation of before',
    mount: robbing((stage) => nextRelease(stage, { generation: 1, previousDigest: undefined })),
    told: ['rolled_back'],
  },
  {
    name: 'another release of the generation that runs',
    mount: robbing((stage) => nextRelease(stage, { generation: 2, previousDigest: past(stage).before.digest })),
    told: ['fork'],
  },
  {
    name: 'another directive of the sequence that is held',
    mount: directing((stage) => {
      const [held] = tapedDirectives(stage).slice(-1);
      const sequence = held && wordsOf(held).predicate['sequence'];
      return nextDirective(stage, past(stage).before, { sequence });
    }),
    told: ['fork'],
  },
  {
    name: 'a release that says it follows another than the one that runs',
    mount: robbing((stage) => nextRelease(stage, { previousDigest: past(stage).before.digest })),
    told: ['fork'],
  },
]);

/** Meant for others, or nobody. */
export const WRONG_TARGET_WITH_THE_KEY = asTold('wrong target', [
  {
    name: 'a directive of another control plane',
    mount: directing((stage) => nextDirective(stage, past(stage).now, { controlPlane: 'plumbline-other' })),
    told: ['wrong_control_plane'],
  },
  {
    name: 'a release of another cluster, named by a directive of this one',
    mount: robbing((stage) => nextRelease(stage, { cluster: 'refunds.development' })),
    told: ['wrong_cluster'],
  },
  {
    name: 'a release of another control plane',
    mount: robbing((stage) => nextRelease(stage, { controlPlane: 'plumbline-other' })),
    told: ['wrong_control_plane'],
  },
  {
    name: 'a directive of an epoch that no root has begun',
    mount: directing((stage) => nextDirective(stage, past(stage).now, { epoch: 2 })),
    told: ['wrong_epoch'],
  },
  {
    name: 'a release of another generation than the directive says',
    mount: robbing(
      (stage) => nextRelease(stage),
      () => ({ generation: 9 }),
    ),
    told: ['not_in_directive'],
  },
  {
    name: 'a directive whose subjects are not what it names',
    mount: directing((stage) => ({ ...nextDirective(stage, past(stage).now), subject: [] })),
    told: ['subjects_mismatch'],
  },
  {
    name: 'a release in the place of a directive',
    mount: directing((stage) => nextRelease(stage)),
    told: ['wrong_type'],
  },
]);

const named = (stage: Stage, names: readonly string[], configs: readonly string[] = names): Words => {
  const release = nextRelease(stage);
  const entry = Object.values(Object(release.predicate['configs']))[0];
  return {
    ...release,
    subject: names.map((name) => ({ name, digest: { sha256: sha256Hex(EVIL) } })),
    // Not by Object.fromEntries of an object literal: `__proto__` must arrive as a name like any other.
    predicate: { ...release.predicate, configs: Object.fromEntries(configs.map((name) => [name, entry])) },
  };
};
const GOOD = ['bins.development', 'fees.development'];

/** Names of files that would lie elsewhere, or be something else. */
const UNSAFE = [
  '../../../etc/cron.d/evil',
  '/etc/passwd',
  '..',
  '.bashrc',
  'bins.development/../../state.json',
  'bins.development\u0000',
  'BINS.development',
  '__proto__',
];

/** More than belongs there, and things that a disk or a reader could trip over. */
export const EXTRANEOUS_WITH_THE_KEY = asTold('extraneous dependencies', [
  {
    name: 'a file that the words of the release do not know',
    mount: robbing((stage) => named(stage, [...GOOD, 'more.development'], GOOD)),
    told: ['subjects_mismatch'],
  },
  {
    name: 'words about a file that is not there',
    mount: robbing((stage) => named(stage, GOOD, [...GOOD, 'more.development'])),
    told: ['subjects_mismatch'],
  },
  {
    name: 'the same file twice',
    mount: robbing((stage) => named(stage, [...GOOD, GOOD[0] ?? ''], GOOD)),
    told: ['subjects_mismatch'],
  },
  ...UNSAFE.map((name) => ({
    name: `a file called ${JSON.stringify(name)}`,
    mount: robbing((stage) => named(stage, [...GOOD, name])),
    told: ['unsafe_name'] as const,
  })),
  {
    name: 'a file that is said to be shorter than it is',
    mount: robbing((stage) => withSize(nextRelease(stage), EVIL.length - 1)),
    told: ['size_mismatch'],
  },
  {
    name: 'a file larger than any may be',
    mount: robbing((stage) => withSize(nextRelease(stage), 16 * 1024 * 1024 + 1)),
    told: ['too_large'],
  },
  {
    name: 'a payload that reads the same and is written otherwise',
    mount: async (stage) => {
      const bytes = Buffer.from(`${canonical(nextDirective(stage, past(stage).now) as unknown as Json)} `);
      const signature = await stage.keys.stolen().sign('release', pae(IN_TOTO_PAYLOAD_TYPE, bytes));
      stage.hop = handingOut({ directive: envelopeOf(IN_TOTO_PAYLOAD_TYPE, bytes, [signature]) });
    },
    told: ['not_canonical'],
  },
]);

function withSize(release: Words, sizeBytes: number): Words {
  const configs = Object.entries(Object(release.predicate['configs']));
  const sized = configs.map(([name, entry]) => [name, { ...Object(entry), sizeBytes }] as const);
  return { ...release, predicate: { ...release.predicate, configs: Object.fromEntries(sized) } };
}
