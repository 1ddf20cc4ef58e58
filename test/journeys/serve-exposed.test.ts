import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { get as httpsGet } from 'node:https';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { developmentToken, runEmbedded, startEmbedded } from '../support/embedded-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

const get = async (url: string, token?: string) => {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** An issuer somebody runs: a file for `--issuers`, and tokens by it. */
async function ownIssuer(folder: string) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const file = join(folder, 'issuers.json');
  const keys = { jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'a' }] } };
  const issuer = {
    issuer: 'https://id.example',
    audience: 'plumb',
    algorithms: ['EdDSA'],
    types: ['jwt'],
    keys,
    roleClaim: 'groups',
    roles: { ops: 'Operator' },
  };
  writeFileSync(file, JSON.stringify([issuer]));
  const token = () =>
    new SignJWT({ groups: ['ops'] })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'a', typ: 'JWT' })
      .setIssuer('https://id.example')
      .setAudience('plumb')
      .setSubject('grace')
      .setExpirationTime('5m')
      .sign(privateKey);
  return { file, token };
}

describe('npm start beyond a developer’s machine', () => {
  it('believes a configured issuer, and development tokens no more', async () => {
    const data = tempFolder();
    const issuer = await ownIssuer(tempFolder());
    const server = await startEmbedded(['--port', '0', '--data', data, '--issuers', issuer.file]);
    expect((await get(`${server.url}/api/v1/configs`, await issuer.token())).status).toBe(200);
    expect((await get(`${server.url}/health`)).body).not.toHaveProperty('developmentTokens');
    expect(() => developmentToken(data, 'admin')).toThrow('start a server on it first');
  });

  it('beside an issuer development tokens need a flag, and are told apart in health and audit', async () => {
    const data = tempFolder();
    const issuer = await ownIssuer(tempFolder());
    const server = await startEmbedded([
      '--port',
      '0',
      '--data',
      data,
      '--issuers',
      issuer.file,
      '--development-tokens',
    ]);
    expect((await get(`${server.url}/health`)).body).toMatchObject({ developmentTokens: true });
    const token = developmentToken(data, 'admin', 'grace');
    const made = await fetch(`${server.url}/api/v1/configs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"name":"pay.production"}',
    });
    expect(await made.json()).toMatchObject({ createdBy: 'development:grace' });
  });

  it('serves TLS with a certificate', async () => {
    const folder = tempFolder();
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const issuer = await ownIssuer(folder);
    const flags = ['--tls-cert', cert, '--tls-key', key, '--issuers', issuer.file];
    const server = await startEmbedded(['--port', '0', '--host', '0.0.0.0', '--data', tempFolder(), ...flags]);
    expect(server.url).toMatch(/^https:\/\/0\.0\.0\.0:\d+$/);
    const status = await new Promise((resolve, fail) => {
      httpsGet(`https://127.0.0.1:${new URL(server.url).port}/health`, { rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', fail);
    });
    expect(status).toBe(200);
  });

  it.each([
    ['a certificate without its key', ['--tls-cert', 'x'], 'go together'],
    ['a file that is not there', ['--issuers', '/nowhere/issuers.json'], 'ENOENT'],
    ['issuers that are none', ['--issuers', 'package.json'], '--issuers: '],
    ['a flag in the environment that is not 1', ['--host', '0.0.0.0'], '--tls-cert'],
  ])('refuses %s', (_name, flags, words) => {
    const run = runEmbedded(['--port', '0', '--data', join(tempFolder(), 'never'), ...flags], {
      PLUMB_INSECURE_HTTP: '0',
      PLUMB_DEVELOPMENT_TOKENS: 'false',
    });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(words);
  });
});
