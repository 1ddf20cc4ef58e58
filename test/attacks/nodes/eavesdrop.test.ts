import { createPrivateKey } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { read, routeOf, textOf } from './stage/on-the-way.ts';
import { openStage, type Stage } from './stage/open-stage.ts';
import { runs } from './stage/play.ts';
import { EAVESDROP } from './tables/eavesdrop.ts';

/* An agent speaks TLS, or to its own machine; --allow-http is for those who know what that shows: this. */

let stage: Stage | undefined;
afterEach(() => stage?.close());
async function overheard(): Promise<Stage> {
  const opened = await openStage({ region: 'eu' });
  stage = opened;
  await runs(opened, '1.0.0');
  return opened;
}

describe('eavesdrop', () => {
  it.each(EAVESDROP)('$name: $refused.code', async ({ use, refused }) => {
    const opened = await overheard();
    const before = (await opened.events()).filter(({ type }) => type !== 'ReceiptRefused').length;
    const answer = await use(opened);
    expect({ status: answer.status, code: read<{ code: string }>(answer).code }).toStrictEqual(refused);
    const after = (await opened.events()).filter(({ type }) => type !== 'ReceiptRefused').length;
    expect(after).toBe(before);
    // And the node goes on.
    await runs(opened, '2.0.0');
  });

  it('what is tried above is what the node says when it is believed', async () => {
    const { tape } = await overheard();
    const believed = tape.filter(({ answer }) => answer.status < 300).map(({ request }) => routeOf(request));
    expect([...new Set(believed)].toSorted()).toStrictEqual(
      ['check-in', 'content', 'enrol', 'receipts', 'release', 'root', 'token'].toSorted(),
    );
  });

  it('no private key of the node is ever said, nor anything of its state but what the protocol names', async () => {
    const { tape, node } = await overheard();
    const words = tape.map(({ request, answer }) => JSON.stringify(request) + textOf(answer)).join();
    for (const name of ['identity', 'encryption']) {
      const pem = new TextDecoder().decode(await node.files.read(`keys/${name}.pem`));
      const { d = '' } = createPrivateKey(pem).export({ format: 'jwk' });
      expect(d.length).toBe(43);
      const forms = [d, Buffer.from(d, 'base64url').toString('hex'), Buffer.from(d, 'base64url').toString('base64')];
      expect(forms.filter((form) => words.includes(form))).toStrictEqual([]);
    }
    expect(words).not.toContain('PRIVATE KEY');
    // The public half is: what would find a key if it were there.
    const pem = new TextDecoder().decode(await node.files.read('keys/identity.pem'));
    const { x = '' } = createPrivateKey(pem).export({ format: 'jwk' });
    const enrolment = tape.find(({ request }) => routeOf(request) === 'enrol')?.request.body ?? '';
    expect(Buffer.from(enrolment.split('.')[1] ?? '', 'base64url').toString()).toContain(x);
  });

  it('the secret that lets a node in is never inside what the node signs', async () => {
    const { tape } = await overheard();
    const enrolment = tape.find(({ request }) => routeOf(request) === 'enrol')?.request;
    const secret = enrolment?.headers['authorization']?.split('.')[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    const jws: string = JSON.parse(enrolment?.body ?? '{}').request;
    const claims = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
    expect([claims.includes('tokenId'), claims.includes(secret)]).toStrictEqual([true, false]);
  });
});
