import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { makeNodeHandler } from '../../../../functions/node/handler.ts';
import { Role } from '../../../../schemas/principal.ts';
import { routeFunctions } from '../../../../server/route-functions.ts';
import { setAccess } from '../../../../usecases/access/set-access.ts';
import { signCheckpoint } from '../../../../usecases/audit/sign-checkpoint.ts';
import { createEnrolmentToken } from '../../../../usecases/enrolment-token/create-enrolment-token.ts';
import { eventOf } from '../../../functions/control/api.ts';
import { testIssuer } from '../../../functions/control/people.ts';
import { callAs } from '../../../support/call.ts';
import { good, snapshot } from '../../../support/content.ts';
import { CLUSTER_NAME, CONFIG_NAME, type RolloutWorld } from '../../../support/rollout-world.ts';
import { type TestNode, testNode } from '../../../support/test-node.ts';
import { foldAll, wholeHistory } from '../../../support/whole-history.ts';
import { headerOf } from '../../identity/enrolment/enroller.ts';

export const ROLES = Role.options;
export const personOf = (role: Role, relation: 'own' | 'other'): string => `${relation}-${role.toLowerCase()}`;

/** Names of things that are there, and of the same kind of things that are not. */
export const NAMES = {
  config: [CONFIG_NAME, 'absent.development'],
  cluster: [CLUSTER_NAME, 'absent.development'],
  version: ['1.1.0', '9.9.9'],
  snapshot: ['rates-1.1.0', 'absent-1.1.0'],
  judged: ['judged', 'absent-judged'],
  schema: ['rates@1.0.0', 'absent@1.0.0'],
  digest: ['d'.repeat(64), 'd'.repeat(64)],
  root: ['1', '99'],
  tile: ['0/000.p/4', '0/999'],
} as const;
export type Named = keyof typeof NAMES;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}
export interface Request {
  readonly method: string;
  /** Below the base, with its query. */
  readonly path: string;
  readonly authorization?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly mediaType?: string | undefined;
}

/**
 * A control plane in which something of every kind is there. All of it hangs on one config and one cluster, whose
 * access lists know half of the people; the other half has the same roles and may see none of it.
 * @param listed what has such a list; the other is for everybody
 */
export async function openEstate(listed: readonly ('config' | 'cluster')[] = ['config', 'cluster']) {
  const w: RolloutWorld = await wholeHistory();
  const { world, clock } = w;
  const admin = () => callAs('Admin', { at: clock.instant() });
  await snapshot(world, 'judged', { [CONFIG_NAME]: '1.1.0' }, { clusters: [CLUSTER_NAME], risk: 'High' });
  const entries = ROLES.map((role) => ({
    subject: personOf(role, 'own'),
    rights: ['read' as const, 'write' as const, 'operate' as const],
  }));
  const resources = { config: { config: CONFIG_NAME }, cluster: { cluster: CLUSTER_NAME } };
  for (const kind of listed) good(await setAccess(world, resources[kind], { entries }, callAs('Admin')));
  const issuer = await testIssuer();
  const logger = new Logger({ serviceName: 'test', logLevel: 'SILENT' });
  const routeTo = await routeFunctions({ world, issuers: [issuer.config], developmentTokens: false, logger });
  const handler = await makeNodeHandler(world, (fault) => w.faults.push(fault));
  const newToken = async (cluster: string = CLUSTER_NAME, uses = 1) => {
    const body = { cluster, uses, expiresIn: 'PT1H', labels: {} };
    return good(await createEnrolmentToken(world, { params: {}, query: {}, body }, admin()));
  };
  const newNode = async (): Promise<TestNode> => {
    const node = testNode(world, handler);
    await node.enrol((await newToken()).token);
    await node.authenticate();
    return node;
  };
  const [node, otherNode] = [await newNode(), await newNode()];
  const enrolment = await newToken(CLUSTER_NAME, 1000);
  await foldAll(w);
  good(await signCheckpoint(w.rollout));

  const iat = Math.floor(clock.now() / 1000);
  /** Time stands still in this world: a token of a person is good for all of a test. */
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (sub: string, group: string): Promise<string> => {
    const key = `${sub} ${group}`;
    const token = tokens.get(key) ?? issuer.sign({ iat, exp: iat + 600, sub, groups: [group] });
    tokens.set(key, token);
    return token;
  };
  const ask = async ({ method, path, authorization, headers, body, mediaType }: Request): Promise<Answer> => {
    const url = `/api/v1${path}`;
    const event = eventOf(method, url, {
      headers: {
        ...(mediaType === undefined ? {} : { 'content-type': mediaType }),
        ...(authorization === undefined ? {} : { authorization }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const answer = await routeTo(method, event.rawPath).run(event, { awsRequestId: 'r' } as Context);
    const text = answer.isBase64Encoded ? Buffer.from(answer.body ?? '', 'base64').toString() : (answer.body ?? '');
    const isJson = /json/.test(String(answer.headers?.['content-type']));
    return {
      status: answer.statusCode ?? 0,
      headers: (answer.headers ?? {}) as Record<string, string>,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  };
  const deployments = await world.views.query('deployments', 'all', { limit: 10 });
  return {
    ...w,
    ask,
    entries,
    handler,
    /** A token that nobody used, for as many as like. */
    enrolment,
    enrolmentHeader: headerOf(enrolment.token),
    newToken,
    newNode,
    issuer,
    stranger: await testIssuer({ issuer: 'https://stranger.example' }),
    deployment: String(deployments.rows.at(-1)?.doc['id']),
    bearer: async (role: Role, relation: 'own' | 'other') =>
      `Bearer ${await tokenOf(personOf(role, relation), `${role.toLowerCase()}s`)}`,
    /** A person with a good token that is mapped to no role. */
    unmapped: async () => `Bearer ${await tokenOf(personOf('Admin', 'own'), 'none')}`,
    node,
    otherNode,
    /** How many events were ever stored: refusals add none. */
    events: (): number => Number(w.database.sql.prepare('SELECT count(*) AS n FROM events').get()?.['n']),
  };
}
export type Estate = Awaited<ReturnType<typeof openEstate>>;
