import { RemovalPolicy } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES } from '../../schemas/api/index.ts';
import { NODE_MESSAGES } from '../../schemas/api/node.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { suppress } from '../suppressions.ts';
import { ACCESS_LOG_FORMAT } from './access-log-format.ts';
import type { Ingress, IngressProps } from './ingress-form.ts';

/** What nodes and nobody else say goes to their function. */
const OF_NODES: ReadonlySet<string> = new Set(NODE_MESSAGES.map(({ operationId }) => operationId));
/** These also answer at the root, where load balancers and people look first. */
const AT_THE_ROOT: ReadonlySet<string> = new Set(['getHealth', 'getOpenApi']);
/** Rows that no person's token opens: the handler asks for what they need, or for nothing. */
const WITHOUT_PERSON: ReadonlySet<RouteSpec['access']> = new Set(['node', 'enrolment', 'open']);

/**
 * An HTTP API with one route for every path of the route table. On people's routes the gateway turns away who has no
 * token of the issuer; whatever is not in the table goes to the people's function behind the same door, which answers
 * it as a problem. No CORS: nothing here is for other sites.
 */
export class HttpIngress extends Construct implements Ingress {
  readonly peopleUrl: string;
  readonly nodeUrl: string;
  readonly faults: Metric;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, { control, node, issuer, stage }: IngressProps) {
    super(scope, id);
    this.#api = new HttpApi(this, 'Api', { description: 'Plumbline: people and nodes', createDefaultStage: false });
    const person = new HttpJwtAuthorizer('People', issuer.issuer, { jwtAudience: [issuer.audience] });
    const toControl = to('Control', control);
    const toNode = to('Node', node);
    for (const route of ROUTES) {
      const open = WITHOUT_PERSON.has(route.access);
      const integration = OF_NODES.has(route.operationId) ? toNode : toControl;
      const door = open ? {} : { authorizer: person };
      for (const path of pathsOf(route)) {
        const made = this.#api.addRoutes({ path, methods: [HttpMethod[route.method]], integration, ...door });
        if (open) for (const each of made) suppress(each, 'openRoute');
      }
    }
    new HttpRoute(this, 'Rest', {
      httpApi: this.#api,
      routeKey: HttpRouteKey.DEFAULT,
      // Its own permission: a route without a path is not covered by one for paths.
      integration: new HttpLambdaIntegration('Rest', control),
      authorizer: person,
    });
    const log = new LogGroup(this, 'AccessLog', {
      retention: stage.logDays as RetentionDays,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.requestsPerSecond, burstLimit: stage.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: ACCESS_LOG_FORMAT },
    });
    this.peopleUrl = this.#api.apiEndpoint;
    this.nodeUrl = this.#api.apiEndpoint;
    this.faults = this.#api.metricServerError({ statistic: 'Sum' });
  }
}

const to = (id: string, fn: IFunction) => new HttpLambdaIntegration(id, fn, { scopePermissionToRoute: false });

const pathsOf = ({ operationId, path, aliases = [] }: RouteSpec): string[] => [
  ...[path, ...aliases].map((each) => `/api/v1${each}`),
  ...(AT_THE_ROOT.has(operationId) ? [path] : []),
];
