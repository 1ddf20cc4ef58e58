import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOOD, SCHEMA } from '../contents.ts';
import { expected, type Stage } from '../stage.ts';

const file = ({ root }: Stage, name: string, content: unknown): string => {
  const path = join(root, name);
  writeFileSync(path, JSON.stringify(content, null, 2));
  return path;
};

/** A config with a schema, so that only content of the right shape can be published. */
export async function createConfig(stage: Stage): Promise<void> {
  const { plumb, people, say } = stage;
  say('A config holds one stream of configuration; its schema refuses content of the wrong shape.');
  await plumb.as(
    people.developer,
    'schema',
    'register',
    stage.service,
    '1.0.0',
    '--file',
    file(stage, 'fees.schema.json', SCHEMA),
  );
  await plumb.as(people.developer, 'config', 'create', stage.config, '--schema', `${stage.service}@1.0.0`);
  const refused = await publish(stage, '0.9.0', {
    defaultTier: 'standard',
    tiers: { standard: { percent: 'much' } },
  }).then(
    () => 'stored',
    (error: Error) => error.message,
  );
  expected(
    'content of the wrong shape to be refused with its place',
    refused.includes('/tiers/standard/percent'),
    refused,
  );
}

const publish = (stage: Stage, version: string, content: unknown): Promise<unknown> =>
  stage.plumb.as(
    stage.people.developer,
    'version',
    'publish',
    stage.config,
    version,
    '--file',
    file(stage, `fees-${version}.json`, content),
  );

/** Publishes a version and bundles it: validated, and approved by somebody else than its author. */
export async function author(stage: Stage, version: string, content: unknown, summary: string): Promise<string> {
  const { plumb, people, say, config } = stage;
  say(`${summary} (${config} ${version})`);
  await publish(stage, version, content);
  const name = `${stage.service}-${version}`;
  await plumb.as(
    people.developer,
    'snapshot',
    'create',
    name,
    '--config',
    `${config}@${version}`,
    '--cluster',
    config,
    '--risk',
    'High',
    '--summary',
    summary,
  );
  await plumb.as(people.developer, 'snapshot', 'validate', name, '--revision', '1');
  await plumb.as(people.operator, 'snapshot', 'approve', name, '--revision', '1');
  return name;
}

export const goodContent = (version: keyof typeof GOOD): unknown => GOOD[version];
