import type { Node } from 'constructs';
import * as z from 'zod';
import { Role } from '../schemas/principal.ts';
import type { RestoredTable } from './constructs/tables.ts';
import { type SettingVariables, STAGES, type Stage, type StageName } from './stages.ts';

/** An OpenID Connect issuer that exists already. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
  /** Accepted `typ` headers; '' = none. */
  readonly tokenTypes: readonly string[];
  readonly tokenUse?: 'access';
  readonly roleClaim: string;
  readonly roles: Readonly<Record<string, Role>>;
}

/** What a person decides per deployment, with `cdk deploy -c name=value`. */
export interface Parameters {
  readonly stageName: StageName;
  readonly stage: Stage;
  /** Id of the control plane in everything it signs; never change it. Without one: stage, Region and account. */
  readonly controlPlane: string | undefined;
  /** Whose tokens people bring; 'own' = a user pool of this deployment. */
  readonly people: Issuer | 'own';
  readonly alarmEmail: string | undefined;
  /** What stands before `docs/runbooks/…` in alarms. */
  readonly runbooks: string;
  readonly settings: SettingVariables;
  /** Used in the place of the stack's own streams table. */
  readonly restored: RestoredTable | undefined;
  /** Which keys of a kind there are, by number: the first signs, the others are still published (docs/runbooks/rotate-keys.md). */
  readonly releaseKeys: readonly number[];
  readonly checkpointKeys: readonly number[];
}

const SETTINGS: { readonly [S in keyof Required<SettingVariables>]: true } = {
  PLUMB_IDLE_CHECK_IN_SECONDS: true,
  PLUMB_ACTIVE_CHECK_IN_SECONDS: true,
  PLUMB_STALE_AFTER_SECONDS: true,
  PLUMB_ASSESS_SECONDS: true,
  PLUMB_CLUSTER_CACHE_SECONDS: true,
  PLUMB_DIRECTIVE_LIFETIME_SECONDS: true,
  PLUMB_CHECKPOINT_SECONDS: true,
  PLUMB_BLOB_URL_SECONDS: true,
  PLUMB_NODE_TOKEN_SECONDS: true,
  PLUMB_SWAP_ATTEMPTS: true,
  PLUMB_SWAP_BACKOFF_SECONDS: true,
};

const list = z.string().transform((text) => text.split(','));
const json = z.string().transform((text, { addIssue }) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const url = z.url({ protocol: /^https?$/ });

/** `2`: the first two; `2-3`: the second and the third. @returns the newest first */
const numbers = z
  .string()
  .regex(/^[1-9](-[1-9])?$/, 'how many (2), or the oldest and the newest (2-3)')
  .default('1')
  .transform((text) => {
    const [first = 1, last] = text.split('-').map(Number);
    const [oldest, newest] = last === undefined ? [1, first] : [first, last];
    return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, age) => newest - age);
  })
  .refine((all) => all.length > 0, 'the oldest comes first');

const Context = z.object({
  stage: z.enum(Object.keys(STAGES) as [StageName, ...StageName[]]).default('dev'),
  ingress: z.enum(['http-api', 'function-url']).optional(),
  controlPlane: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/)
    .optional(),
  issuer: url.optional(),
  audience: z.string().min(1).max(256).optional(),
  jwksUri: url.optional(),
  algorithms: list.default(['RS256']),
  tokenTypes: list.default(['at+jwt']),
  roleClaim: z.string().min(1).max(128).default('roles'),
  roles: json.pipe(z.record(z.string().max(128), Role)).optional(),
  cognito: z.stringbool().optional(),
  alarmEmail: z.email().optional(),
  runbooks: z.string().max(512).default(''),
  releaseKeys: numbers,
  checkpointKeys: numbers,
  streamsTable: z.string().min(3).max(255).optional(),
  streamsFeed: z.string().startsWith('arn:').max(512).optional(),
});

const READ = [...Object.keys(Context.shape), ...Object.keys(SETTINGS)];

/**
 * Reads what the CLI was told.
 * @throws naming what is missing or cannot be used, and how to say it
 */
export function readParameters(node: Node): Parameters {
  const given = Object.fromEntries(
    READ.flatMap((name) => {
      const value = node.tryGetContext(name) as unknown;
      return value === undefined || value === '' ? [] : [[name, typeof value === 'string' ? value : String(value)]];
    }),
  );
  const read = Context.safeParse(given);
  if (!read.success) throw new Error(`cdk -c: ${z.prettifyError(read.error)}`);
  const { stage: stageName, ingress, controlPlane, alarmEmail, runbooks, releaseKeys, checkpointKeys } = read.data;
  const stage: Stage = { ...STAGES[stageName], ...(ingress ? { ingress } : {}) };
  const said = Object.entries(given).filter(([name]) => Object.hasOwn(SETTINGS, name));
  return {
    stageName,
    stage,
    controlPlane,
    people: peopleOf(read.data, stage),
    alarmEmail,
    runbooks,
    settings: { ...stage.settings, ...Object.fromEntries(said) },
    restored: restoredOf(read.data),
    releaseKeys,
    checkpointKeys,
  };
}

function restoredOf({ streamsTable, streamsFeed }: z.output<typeof Context>): RestoredTable | undefined {
  if (streamsTable === undefined && streamsFeed === undefined) return undefined;
  if (streamsTable === undefined || streamsFeed === undefined)
    throw new Error('cdk -c: a restored table needs both, streamsTable=NAME and streamsFeed=ARN of its stream');
  return { tableName: streamsTable, tableStreamArn: streamsFeed };
}

function peopleOf(said: z.output<typeof Context>, { ownPeople }: Stage): Parameters['people'] {
  const { issuer, audience, cognito = ownPeople && issuer === undefined } = said;
  if (cognito && issuer !== undefined) throw new Error('cdk -c: issuer or cognito=true, not both');
  if (cognito) return 'own';
  if (issuer === undefined || audience === undefined)
    throw new Error(
      'who signs the tokens of people? Say -c issuer=https://… -c audience=…, or -c cognito=true for a user pool of its own',
    );
  return {
    issuer,
    audience,
    jwksUri: said.jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
    algorithms: said.algorithms,
    tokenTypes: said.tokenTypes,
    roleClaim: said.roleClaim,
    roles: said.roles ?? Object.fromEntries(Role.options.map((role) => [role, role])),
  };
}
