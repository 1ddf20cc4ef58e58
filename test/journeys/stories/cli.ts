import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTrust } from '../../../server/trust/open-trust.ts';
import { type CliRun, cli } from '../../support/cli.ts';
import type { Journey } from '../../support/journey.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

export function dayWithPlumb(journey: Journey): void {
  it('a person goes through a day with plumb alone: author, look, approve, keep the root, verify the log', async () => {
    const folder = tempFolder();
    const plane = journey.plane();
    const [fees, config, spring] = [journey.named('fees'), journey.named('fees.production'), journey.named('spring')];
    const file = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const as =
      (token: string) =>
      (line: string, ...more: readonly string[]): Promise<CliRun> =>
        cli([...line.split(' '), ...more], { env: { PLUMB_URL: plane.url, PLUMB_TOKEN: token }, real: true });
    const [dora, otto] = [as(await plane.token('Developer', 'dora')), as(await plane.token('Operator', 'otto'))];
    const done = async (ran: Promise<CliRun>): Promise<string> => {
      const { exitCode, stdout, stderr } = await ran;
      expect({ exitCode, stderr }).toStrictEqual({ exitCode: 0, stderr: '' });
      return stdout;
    };

    const schema = file('schema.json', '{"type":"object","properties":{"fee":{"type":"number"}}}');
    await done(dora(`schema register ${fees} 1.0.0 --file ${schema}`));
    await done(dora(`config create ${config} --schema ${fees}@1.0.0 --strategy direct`));
    const wrong = await dora(`version publish ${config} 1.0.0 --file ${file('wrong.json', '{"fee":"much"}')}`);
    expect(wrong).toMatchObject({ exitCode: 1, stdout: '' });
    expect(wrong.stderr).toContain('(422 schema_violation)\n  /fee: must be number\n');
    await done(dora(`version publish ${config} 1.0.0 --file ${file('one.json', '{"fee":1}')} --tag stable`));
    await done(dora(`version publish ${config} 1.1.0 --file ${file('two.yaml', 'fee: 2')}`, '--note', 'dearer'));
    expect(await done(otto(`version content ${config} 1.1.0`))).toBe('{"fee":2}');
    expect(JSON.parse(await done(otto(`version diff ${config} 1.0.0 1.1.0 --patch`)))).toStrictEqual([
      { op: 'replace', path: '/fee', value: 2 },
    ]);

    await done(dora(`snapshot create ${spring} --config ${config}@1.1.0`, '--summary', 'dearer'));
    await done(dora(`snapshot validate ${spring}`));
    expect(await dora(`snapshot approve ${spring} --revision 1`)).toMatchObject({ exitCode: 1 });
    const approved = JSON.parse(await done(otto(`snapshot approve ${spring} --revision 1 --json`)));
    expect(approved).toMatchObject({ name: spring, approvals: [{ by: 'otto' }] });

    const enrolment = JSON.parse(await done(otto(`enrolment-token create --cluster ${config} --uses 2 --json`)));
    expect(enrolment).toMatchObject({ cluster: config, usesLeft: 2 });
    await done(otto(`enrolment-token withdraw ${enrolment.id}`));

    const kept = join(folder, 'trust');
    await done(otto(`trust get --out ${kept}`));
    expect(readdirSync(kept).filter((name) => /\.pem$/.test(name))).toHaveLength(1);
    const verified = async () => JSON.parse((await otto(`audit verify --trust ${kept} --json`)).stdout);
    await until(verified, ({ ok, anchored }) => ok && anchored);
    const checkpoint = join(folder, 'checkpoint');
    await otto(`audit checkpoint --out ${checkpoint}`);
    expect(await otto(`audit verify --trust ${kept} --since ${checkpoint}`)).toMatchObject({ exitCode: 0 });

    const foreign = join(folder, 'foreign');
    await cli(['trust', 'init', '--data', foreign], { hands: { openTrust }, real: true });
    expect(readFileSync(join(foreign, 'root.json'), 'utf8')).not.toBe(readFileSync(join(kept, 'root.json'), 'utf8'));
    expect(await otto(`audit verify --trust ${foreign}`)).toMatchObject({ exitCode: 4 });
  });
}
