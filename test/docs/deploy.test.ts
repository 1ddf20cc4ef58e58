import { globSync, readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readParameters } from '../../lib/parameters.ts';
import { STAGES } from '../../lib/stages.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const PAGES = [...globSync('docs/**/*.md', { cwd: ROOT }), 'README.md'].map((page) => ({ page, text: read(page) }));
const deploy = read('docs/deploy.md');

/** As lib/constructs/outputs.ts writes them; test/lib looks at the template. */
const OUTPUTS = [...read('lib/constructs/outputs.ts').matchAll(/^ {4}([A-Z]\w+): \[/gm)].map(([, name = '']) => name);

describe('outputs of the stack', () => {
  it.each(OUTPUTS)('%s is explained', (name) => expect(deploy).toContain(`\`${name}\``));

  it('that pages ask for are there', () => {
    const asked = PAGES.flatMap(({ text }) => [...text.matchAll(/\$\(out (\w+)/g)].map(([, name = '']) => name));
    expect(asked.length).toBeGreaterThanOrEqual(8);
    expect(asked.filter((name) => !OUTPUTS.includes(name))).toStrictEqual([]);
  });
});

describe('what is said to cdk deploy', () => {
  const said = PAGES.flatMap(({ text }) => [...text.matchAll(/-c ([A-Za-z_]+)=/g)].map(([, name = '']) => name));
  /** Values that fit each alone; together they deploy a user pool of its own. */
  const VALUES: Record<string, string> = {
    stage: 'prod',
    ingress: 'function-url',
    controlPlane: 'plumbline-1',
    cognito: 'true',
    alarmEmail: 'oncall@example.com',
    runbooks: 'https://git.example.com/',
    releaseKeys: '2-2',
    checkpointKeys: '2',
    streamsTable: 'plumbline-prod-restored-1',
    streamsFeed: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/s',
    PLUMB_IDLE_CHECK_IN_SECONDS: '300',
  };
  const ISSUER = { issuer: 'https://login.example.com/', audience: 'plumbline' };
  /** Of the consumer in examples/, not of the stack. */
  const CONSUMER = ['bus', 'clusters'];

  it('is known to the stack, word for word', () => {
    const known = [...Object.keys(VALUES), ...Object.keys(ISSUER), ...CONSUMER];
    expect(said.length).toBeGreaterThan(10);
    const tuned = Object.fromEntries(said.filter((name) => name.startsWith('PLUMB_')).map((name) => [name, '1']));
    const { settings } = readParameters(new App({ context: { ...VALUES, ...tuned } }).node);
    const strange = said.filter((name) => name !== 'name' && !known.includes(name) && !Object.hasOwn(settings, name));
    expect(strange).toStrictEqual([]);
  });

  it('leads where the page says', () => {
    const own = readParameters(new App({ context: VALUES }).node);
    expect(own).toMatchObject({
      stageName: 'prod',
      people: 'own',
      stage: { ingress: 'function-url' },
      settings: { PLUMB_IDLE_CHECK_IN_SECONDS: '300' },
      restored: { tableName: VALUES['streamsTable'] },
    });
    const theirs = readParameters(new App({ context: { stage: 'prod', ...ISSUER } }).node);
    expect(theirs.people).toMatchObject({
      ...ISSUER,
      jwksUri: 'https://login.example.com/.well-known/jwks.json',
      algorithms: ['RS256'],
      tokenTypes: ['at+jwt'],
      roleClaim: 'roles',
    });
    expect(() => readParameters(new App({ context: { stage: 'prod' } }).node)).toThrow('-c issuer=');
  });

  it('names every stage', () => {
    for (const stage of Object.keys(STAGES)) expect(deploy).toContain(`\`${stage}\``);
    expect([STAGES.prod.archiveDays, STAGES.prod.auditLockDays, STAGES.prod.requestsPerSecond]).toStrictEqual([
      90, 3650, 5000,
    ]);
  });
});
