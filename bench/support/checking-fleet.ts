import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnrolmentToken } from '../../core/enrolment-token/token-text.ts';
import { ASSERTION_TYP, ENROLMENT_TYP, jwsOf, jwsSigningInput } from '../../core/integrity/jws.ts';
import type { Json } from '../../schemas/words.ts';
import type { CheckingNode } from '../load/generate.ts';
import type { Served } from './served.ts';

const AT_ONCE = 50;

/** Enrols nodes that are only keys and tokens, for a load generator to speak for. @returns the file it reads */
export async function checkingFleet(
  { server, folder }: Served,
  cluster: string,
  count: number,
): Promise<{ readonly file: string; readonly nodes: CheckingNode[] }> {
  const operator = await server.token('Operator', 'otto');
  const { token } = await server.ask<{ token: string }>(operator, 'POST', '/enrolment-tokens', {
    cluster,
    uses: count,
  });
  const nodes: CheckingNode[] = [];
  while (nodes.length < count) {
    const missing = Math.min(AT_ONCE, count - nodes.length);
    nodes.push(...(await Promise.all(Array.from({ length: missing }, () => enrolled(server.url, token)))));
  }
  const file = join(folder, `fleet-${cluster}.json`);
  writeFileSync(file, JSON.stringify(nodes));
  return { file, nodes };
}

async function enrolled(url: string, enrolmentToken: string): Promise<CheckingNode> {
  const { id = '', secret = '', cluster = '' } = readEnrolmentToken(enrolmentToken) ?? {};
  const [identity, encryption] = [keys(), keys()];
  const now = Math.floor(Date.now() / 1000);
  const { controlPlane } = await posted<{ controlPlane: string }>(`${url}/api/v1/health`);
  const request = signed(identity.privateKey, ENROLMENT_TYP, {
    controlPlane,
    tokenId: id,
    cluster,
    identityKey: jwkOf(identity.publicKey),
    encryptionKey: jwkOf(encryption.publicKey),
    facts: { hostname: 'bench' },
    iat: now,
    jti: crypto.randomUUID(),
  });
  const { nodeId } = await posted<{ nodeId: string }>(`${url}/api/v1/nodes`, { request }, `Enrolment ${id}.${secret}`);
  const claims = { iss: nodeId, sub: nodeId, aud: controlPlane, iat: now, exp: now + 60, jti: crypto.randomUUID() };
  const assertion = signed(identity.privateKey, ASSERTION_TYP, claims);
  const { accessToken } = await posted<{ accessToken: string }>(`${url}/api/v1/nodes/${nodeId}/token`, { assertion });
  return { id: nodeId, token: accessToken };
}

const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (key: KeyObject): Json => {
  const { kty = '', crv = '', x = '', y = '' } = key.export({ format: 'jwk' });
  return { kty, crv, x, y };
};
function signed(key: KeyObject, typ: string, claims: { readonly [name: string]: Json }): string {
  const input = jwsSigningInput(typ, claims);
  return jwsOf(input, sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }));
}

async function posted<T>(url: string, body?: object, authorization?: string): Promise<T> {
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}
