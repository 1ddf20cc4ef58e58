import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync as readdir,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileKeys } from '../../agent/file-keys.ts';
import { openHeld } from '../../agent/held.ts';
import { diskFiles } from '../../agent/real/disk-files.ts';
import { AgentState, NEW_AGENT_STATE } from '../../schemas/agent-state.ts';
import { agentRig } from '../support/agent-rig.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';
import { openEmbeddedServer } from '../support/open-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';
import { bendings } from './requests/bend.ts';
import { BAD_TEXTS } from './requests/json-texts.ts';

/** The state of a node that runs something, as its agent wrote it. */
async function honestState(): Promise<AgentState> {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(2);
  return AgentState.parse(JSON.parse(new TextDecoder().decode(await rig.files.read('state.json'))));
}

describe("an agent's own state", () => {
  const opened = async (bytes: Uint8Array | string): Promise<string> => {
    const dir = tempFolder();
    writeFileSync(join(dir, 'state.json'), bytes);
    const answer = await openHeld(diskFiles(dir)).then(
      () => 'opened',
      (error: unknown) => (error instanceof RangeError ? error.message : `a fault: ${error}`),
    );
    expect(Buffer.from(bytes).equals(readFileSync(join(dir, 'state.json')))).toBe(true); // left as it was found
    return answer;
  };
  const REFUSED = /^state\.json cannot be read\. It says which releases this node has left behind/;

  it('opens where it is whole, or not there yet', async () => {
    expect(await opened(JSON.stringify(await honestState()))).toBe('opened');
    expect((await openHeld(diskFiles(tempFolder()))).state).toStrictEqual(NEW_AGENT_STATE);
  });
  it('is refused with every field bent, in a sentence that says what to do', async () => {
    const state = await honestState();
    const bent = [...bendings(state, 'every type')].filter(({ value }) => !AgentState.safeParse(value).success);
    const wrong: string[] = [];
    for (const { what, keys, value } of bent) {
      const answer = await opened(JSON.stringify(value));
      if (!REFUSED.test(answer)) wrong.push(`/${keys.join('/')}: ${what}: ${answer}`);
    }
    expect(wrong.slice(0, 20)).toStrictEqual([]);
    expect(bent.length).toBeGreaterThanOrEqual(250);
  }, 60_000);
  it('is refused when it is cut off anywhere, or is no JSON', async () => {
    const text = JSON.stringify(await honestState());
    for (let end = 0; end < text.length; end += 97) expect(await opened(text.slice(0, end))).toMatch(REFUSED);
    for (const { text: bad } of BAD_TEXTS.slice(0, 90)) expect(await opened(Buffer.from(bad()))).toMatch(REFUSED);
    expect(await opened(Buffer.alloc(1_000_000))).toMatch(REFUSED);
  });
  it('with a root whose bytes are others is refused', async () => {
    const { root, ...state } = await honestState();
    if (!root) throw new Error('enrolled');
    for (const payload of ['', 'e30=', `${root.envelope.payload.slice(0, -8)}AAAAAAA=`])
      expect(
        await opened(JSON.stringify({ ...state, root: { ...root, envelope: { ...root.envelope, payload } } })),
      ).toMatch(REFUSED);
  });
  it.each(['a folder', 'a link to nothing'])('with %s in its place is not taken for a new one', async (kind) => {
    const dir = tempFolder();
    if (kind === 'a folder') mkdirSync(join(dir, 'state.json'));
    else symlinkSync('nowhere', join(dir, 'state.json'));
    await expect(openHeld(diskFiles(dir))).rejects.toThrow(REFUSED);
  });
  it.each(['', 'x', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
    'with a key file that holds %j is refused',
    async (text) => {
      const dir = tempFolder();
      mkdirSync(join(dir, 'keys'));
      writeFileSync(join(dir, 'keys/identity.pem'), text);
      await expect(openFileKeys(diskFiles(dir))).rejects.toThrow(/^keys\/identity\.pem holds no P-256 private key/);
      expect(readFileSync(join(dir, 'keys/identity.pem'), 'utf8')).toBe(text);
    },
  );
});

describe("a control plane's own files", () => {
  let whole: string;
  beforeAll(async () => {
    whole = mkdtempSync(join(tmpdir(), 'plumb-files-'));
    const server = await openEmbeddedServer(join(whole, 'data'), { PLUMB_CHECKPOINT_SECONDS: '1' });
    await server.ask(await server.token('Admin'), 'POST', '/configs', { name: 'pay.production' });
    await until(
      () => existsSync(join(whole, 'data/witness/checkpoint')),
      (there) => there,
    );
    await server.stop();
  }, 60_000);
  afterAll(() => rmSync(whole, { recursive: true, force: true }));

  const started = async (spoil: (data: string) => void): Promise<string> => {
    const data = join(tempFolder(), 'data');
    cpSync(join(whole, 'data'), data, { recursive: true });
    spoil(data);
    return openEmbeddedServer(data).then(
      async (server) => {
        await server.stop();
        return 'started';
      },
      (error: Error) => error.message.replace(data, 'DATA'),
    );
  };
  const rewrite = (name: string, bytes: string | Uint8Array) => (data: string) =>
    writeFileSync(join(data, name), bytes);
  const keyNamed = (role: string, data: string): string =>
    join(data, 'keys', readdir(join(data, 'keys')).find((name) => name.startsWith(role)) ?? '');

  it('are fine as they were left', async () => expect(await started(() => undefined)).toBe('started'));
  it.each([
    {
      name: 'a database of other bytes',
      spoil: rewrite('plumbline.sqlite', 'not a database, and longer than a header of one'.repeat(100)),
      says: /^DATA\/plumbline\.sqlite is damaged, or no database/,
    },
    {
      name: 'a database with another first byte',
      spoil: (data: string) => flip(join(data, 'plumbline.sqlite'), 0),
      says: /^DATA\/plumbline\.sqlite is damaged, or no database/,
    },
    {
      name: 'a database cut in half',
      spoil: (data: string) => halve(join(data, 'plumbline.sqlite')),
      says: /^DATA\/plumbline\.sqlite is damaged, or no database/,
    },
    {
      name: 'an empty database',
      spoil: rewrite('plumbline.sqlite', ''),
      says: /^the database is empty, but a checkpoint of its log was signed/,
    },
    {
      name: 'no database',
      spoil: (data: string) => rmSync(join(data, 'plumbline.sqlite')),
      says: /^the database is empty, but a checkpoint of its log was signed/,
    },
    { name: 'an empty master key', spoil: rewrite('keys/master.key', ''), says: /^DATA\/keys\/master\.key is damaged/ },
    {
      name: 'half a master key',
      spoil: (data: string) => halve(join(data, 'keys/master.key')),
      says: /^DATA\/keys\/master\.key is damaged/,
    },
    {
      name: 'a release key that is none',
      spoil: (data: string) => writeFileSync(keyNamed('release', data), 'x'),
      says: /^DATA\/keys\/release-\w+\.pem is damaged: it holds no private key/,
    },
    {
      name: 'half a checkpoint key',
      spoil: (data: string) => halve(keyNamed('checkpoint', data)),
      says: /^DATA\/keys\/checkpoint-\w+\.pem is damaged: it holds no private key/,
    },
  ])('$name: it does not start, and says why', async ({ spoil, says }) => expect(await started(spoil)).toMatch(says));
});

const halve = (path: string): void => truncateSync(path, Math.floor(statSync(path).size / 2));
function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}
