import { CONFIGS } from '../cast.ts';
import { must } from '../watch/broken.ts';
import { type Deed, JUSTIFIED, type Office } from './office.ts';

/* What people do to configs, versions and schemas beside releasing them, mistakes among it. */

/** Configs that no snapshot holds. */
const SCRATCH = 'scratch.development';
const REVIEWED = 'reviewed.development';
const CROWDED = 'crowded.development';

const create: Deed = async ({ ask, chance, latest }) => {
  const wrong = chance.pick([
    ...[...latest.keys()].map((name) => ({ name })),
    { name: 'ledger.development', environment: 'Production' },
    { name: 'ledger.development', environment: 'Development', requiredVerdicts: ['schema'] },
  ]);
  const refused = await ask('Developer/dora', 'POST /configs', wrong);
  must('I3', refused === undefined || refused.status >= 400, () => `created: ${JSON.stringify(wrong)}`);
};

const publishTo = ({ ask }: Office, config: string, body: object) =>
  ask('Developer/dora', `POST /configs/${config}/versions`, body);

/** None right after a backup from before the first one was set back. */
const somePublished = ({ chance, acknowledged }: Office) =>
  acknowledged.length > 0 ? chance.pick(acknowledged) : undefined;

/** A version is immutable: its name is taken for ever, and it grows on its line. */
const publishWrongly: Deed = async (office) => {
  const published = somePublished(office);
  if (!published) return;
  const { config, version } = published;
  const content = { defect: 'none', rate: -1 };
  const taken = await publishTo(office, config, { version, content });
  must('I3', taken === undefined || taken.status >= 400, () => `${config}@${version} was published again`);
  const build = `1.${office.next()}.0-8f2a`;
  await publishTo(office, config, { version: build, content });
  await publishTo(office, 'unknown.development', { version: '1.0.0', content });
};

const publishBelow: Deed = async (office) => {
  const line = `2.${office.next()}`;
  for (const [patch, more] of [
    [2, {}],
    [1, {}],
    [0, { allowLower: true, ...JUSTIFIED }],
  ] as const)
    await publishTo(office, SCRATCH, { version: `${line}.${patch}`, content: { patch }, ...more });
};

/** Content moves between environments with its digest. */
const copy: Deed = async (office) => {
  const published = somePublished(office);
  if (!published) return;
  const { config, version, digest } = published;
  const copied = await publishTo(office, SCRATCH, { version: `3.${office.next()}.0`, from: `${config}@${version}` });
  const same = copied?.status !== 201 || copied.body['digest'] === digest;
  must('I3', same, () => `the copy of ${config}@${version} is another: ${JSON.stringify(copied?.body)}`);
};

const tag: Deed = async (office) => {
  const { ask, chance } = office;
  const published = somePublished(office);
  if (!published) return;
  const { config, version } = published;
  const tags = { tags: chance.pick([['stable'], ['beta', 'deprecated'], []]) };
  for (const each of [tags, tags]) await ask('Developer/dora', `PUT /configs/${config}/versions/${version}/tags`, each);
  await ask('Developer/dora', `PUT /configs/${config}/versions/9.9.9/tags`, tags);
};

/** A version that somebody else must have read; its author cannot have. */
const review: Deed = async (office) => {
  const { ask } = office;
  const made = await office.publish(REVIEWED, 'none');
  if (made?.status !== 201) return;
  const of = `/configs/${REVIEWED}/versions/${String(made.body['version'])}` as const;
  const verdict = (who: 'dora' | 'otto', said: 'passed' | 'failed') =>
    ask(`Operator/${who}`, `POST ${of}/review`, { verdict: said, note: 'read against the bulletin' });
  const own = await verdict('dora', 'passed');
  must('I10', own === undefined || own.status >= 400, () => `${of}: its author passed it`);
  await verdict('otto', 'failed');
  await verdict('otto', 'passed');
  await verdict('otto', 'passed');
  await ask('Operator/otto', `POST ${of}/revoke`, JUSTIFIED);
  await verdict('otto', 'passed');
};

/** Only what is revoked can be erased, and while its bytes go nobody publishes them again. */
const erase: Deed = async (office) => {
  const { ask, acknowledged } = office;
  const content = { secret: office.next() };
  const made = await publishTo(office, SCRATCH, { version: `4.${office.next()}.0`, content });
  if (made?.status !== 201) return;
  const of = `/configs/${SCRATCH}/versions/${String(made.body['version'])}` as const;
  const early = await ask('Admin/ada', `POST ${of}/erase`, JUSTIFIED);
  must('I3', early === undefined || early.status >= 400, () => `${of} was erased before it was revoked`);
  for (const what of ['revoke', 'revoke', 'erase', 'erase'] as const)
    await ask('Admin/ada', `POST ${of}/${what}`, JUSTIFIED);
  const again = await publishTo(office, SCRATCH, { version: `5.${office.next()}.0`, content });
  if (again?.status === 201)
    acknowledged.push({
      config: SCRATCH,
      version: String(again.body['version']),
      digest: String(again.body['digest']),
    });
};

/** What runs is found to be bad: it is revoked, and a version that is well takes its place in the next snapshot. */
const revokeWhatRuns: Deed = async (office) => {
  const { ask, chance, latest } = office;
  if (latest.size === 0) return;
  const [config, version] = chance.pick([...latest]);
  await ask('Operator/otto', `POST /configs/${config}/versions/${version}/revoke`, JUSTIFIED);
  latest.delete(config);
  await office.publish(config, 'none');
};

/** A config keeps the highest version of each line in its head, and that has room for so many. */
const crowd: Deed = async (office) => {
  const tail = 'x'.repeat(50);
  for (let line = 0; line < 200; line++) {
    const made = await publishTo(office, CROWDED, { version: `1.${office.next()}.0-${tail}`, content: { line } });
    if (made !== undefined && made.status >= 400) return;
  }
};

const register: Deed = async (office) => {
  const { ask, chance } = office;
  const draft = chance.pick([{}, { $schema: 'http://json-schema.org/draft-07/schema#' }, { $schema: 'urn:another' }]);
  const body = { name: 'rates', version: `1.${office.next()}.0`, schema: { type: 'object', ...draft } };
  for (const schema of [body, body, { ...body, schema: true }]) await ask('Developer/dora', 'POST /schemas', schema);
};

export const AUTHORING: readonly (readonly [number, Deed])[] = [
  [2, create],
  [3, publishWrongly],
  [3, publishBelow],
  [2, copy],
  [2, tag],
  [2, review],
  [2, erase],
  [2, revokeWhatRuns],
  [0.2, crowd],
  [2, register],
];

export async function createConfigs({ ask }: Office): Promise<void> {
  await ask('Developer/dora', 'POST /schemas', { name: 'anything', version: '1.0.0', schema: true });
  for (const name of [...CONFIGS, CROWDED]) await ask('Developer/dora', 'POST /configs', { name });
  await ask('Developer/dora', 'POST /configs', { name: SCRATCH, schema: 'anything@1.0.0' });
  await ask('Developer/dora', 'POST /configs', { name: REVIEWED, requiredVerdicts: ['review'] });
}
