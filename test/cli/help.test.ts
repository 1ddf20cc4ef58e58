import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

describe('help', () => {
  it.each([
    { words: ['--help'], exitCode: 0 },
    { words: ['help'], exitCode: 0 },
    { words: ['help', 'config'], exitCode: 0 },
    { words: ['help', 'config', 'create'], exitCode: 0 },
    { words: ['config', '--help'], exitCode: 0 },
    { words: ['--version'], exitCode: 0 },
    { words: [], exitCode: 2 },
    { words: ['config'], exitCode: 2 },
    { words: ['nonsense'], exitCode: 2 },
    { words: ['config', 'nonsense'], exitCode: 2 },
    { words: ['config', 'list', '--nonsense'], exitCode: 2 },
    { words: ['config', 'list', 'extra'], exitCode: 2 },
    { words: ['config', 'get'], exitCode: 2 },
  ])('plumb $words ends with $exitCode', async ({ words, exitCode }) => {
    const ran = await cli(words);
    expect(ran.exitCode).toBe(exitCode);
    expect(exitCode === 0 ? ran.stdout : ran.stderr).toMatch(/\S/);
    expect(exitCode === 0 ? ran.stderr : ran.stdout).toBe('');
  });

  it('of one command says what it takes, with an example', async () => {
    const { stdout } = await cli(['snapshot', 'approve', '--help']);
    expect(stdout.split('\n')).toStrictEqual([
      'Usage: plumb snapshot approve [options] <name>',
      '',
      'Approve exactly what a revision holds; its authors cannot',
      '',
      'Arguments:',
      '  name                     e.g. spring-rates',
      '',
      'Options:',
      '  --revision <n>           which one; what you looked at is what you name',
      '  --digest <sha256>        digest you looked at',
      '  --note <text>            what you looked at',
      '  --if-match <revision>    only if the thing still has this revision',
      '  --idempotency-key <key>  the same key again is the same command (default: a',
      '                           new one)',
      '  -h, --help               display help for command',
      '',
      'Everywhere:',
      '  --json                   print the answer of the API itself',
      '  --url <url>              server (PLUMB_URL, default http://127.0.0.1:8080)',
      '  --token <token>          who asks (PLUMB_TOKEN; better there than on a command',
      '                           line)',
      '  --allow-http             talk to other machines without TLS',
      '  --verbose                tell server and trace id on stderr',
      '',
      'Example:',
      '  $ plumb snapshot approve spring-rates --revision 2 --note "compared with the scheme bulletin"',
      '',
    ]);
  });

  it('flags for everywhere may stand before the command', async () => {
    expect(await cli(['--url', 'nonsense', 'config', 'list'])).toMatchObject({
      exitCode: 2,
      stderr: 'plumb: not an http or https URL: nonsense\n',
    });
  });
});

describe('plumb token', () => {
  it('prints the token alone', async () => {
    const signToken = async (data: string, { subject, role }: { subject: string; role: string }) =>
      `${data}/${subject}/${role}`;
    const words = ['token', '--role', 'admin', '--data', 'd', '--subject', 'ada'];
    expect(await cli(words, { hands: { signToken } })).toStrictEqual({
      exitCode: 0,
      stdout: 'd/ada/Admin\n',
      stderr: '',
    });
  });
  it.each([
    { words: ['--data', 'd'], because: 'say --role' },
    { words: ['--role', 'admin'], because: 'say --data' },
    { words: ['--role', 'king', '--data', 'd'], because: '--role is one of Admin, Operator, Developer, Viewer' },
  ])('$words is refused', async ({ words, because }) => {
    expect(await cli(['token', ...words])).toStrictEqual({ exitCode: 2, stdout: '', stderr: `plumb: ${because}\n` });
  });
});
