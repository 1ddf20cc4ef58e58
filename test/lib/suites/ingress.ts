import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../schemas/api/index.ts';
import { NODE_MESSAGES } from '../../../schemas/api/node.ts';
import { called, type Made } from '../support/made.ts';
import { at, ofType } from '../support/plain-template.ts';

const OF_NODES = new Set<string>(NODE_MESSAGES.map(({ operationId }) => operationId));

/** The route table as rows of the gateway: key, function, whether a person's token is asked for. */
const expected = (): string[] =>
  [
    ...ROUTES.flatMap(({ operationId, method, path, aliases = [], access }) =>
      [path, ...aliases].map(
        (each) =>
          `${method} /api/v1${each} → ${OF_NODES.has(operationId) ? 'node' : 'control'}${['node', 'enrolment', 'open'].includes(access) ? '' : ', person'}`,
      ),
    ),
    'GET /health → control',
    'GET /openapi.json → control',
    '$default → control, person',
  ].toSorted();

function routesOf(made: Made): string[] {
  return ofType(made.service, 'AWS::ApiGatewayV2::Route')
    .map(([, route]) => {
      const integration = String(at(route, 'Target')).replace(/^integrations\/<|>$/g, '');
      const to = /^<Rooms(\w+)Function/.exec(String(at(made.service.Resources[integration], 'IntegrationUri')))?.[1];
      const person = at(route, 'AuthorizationType') === 'JWT' && at(route, 'AuthorizerId') !== undefined;
      return `${at(route, 'RouteKey')} → ${to}${person ? ', person' : ''}`;
    })
    .toSorted();
}

export const ingressSuite = (all: readonly Made[]): void => {
  const byApi = all.filter(({ stage }) => stage.ingress === 'http-api');
  const byUrl = all.filter(({ stage }) => stage.ingress === 'function-url');

  it('has both forms to look at', () => {
    expect([byApi.length, byUrl.length]).toStrictEqual([3, 2]);
  });

  describe.each(byApi)('HTTP API of $name', (made) => {
    it('has every row of the route table, to its function, and asks people for their token on theirs', () => {
      expect(routesOf(made)).toStrictEqual(expected());
      expect(expected().length).toBeGreaterThanOrEqual(90);
    });

    it('would show a route without its authorizer', () => {
      const [id, route] = ofType(made.service, 'AWS::ApiGatewayV2::Route').find(
        ([, each]) => at(each, 'RouteKey') === 'POST /api/v1/deployments',
      ) as [string, { Type: string; Properties: Record<string, unknown> }];
      const { AuthorizationType: _, ...Properties } = route.Properties;
      const service = { Resources: { ...made.service.Resources, [id]: { ...route, Properties } } };
      expect(routesOf({ ...made, service })).not.toStrictEqual(expected());
    });

    it('hands over payload 2.0, slows all callers together, logs each request, and is for no other site', () => {
      const integrations = ofType(made.service, 'AWS::ApiGatewayV2::Integration');
      expect(integrations.map(([, each]) => at(each, 'PayloadFormatVersion'))).toStrictEqual(['2.0', '2.0', '2.0']);
      const [[, stage] = []] = ofType(made.service, 'AWS::ApiGatewayV2::Stage');
      expect(at(stage, 'DefaultRouteSettings')).toStrictEqual({
        ThrottlingBurstLimit: made.stage.burst,
        ThrottlingRateLimit: made.stage.requestsPerSecond,
      });
      const format = String(at(stage, 'AccessLogSettings.Format'));
      expect(Object.keys(JSON.parse(format) as object)).toContain('authorizerError');
      expect(format).not.toMatch(/header|authorization\b|body/i);
      const [[, api] = []] = ofType(made.service, 'AWS::ApiGatewayV2::Api');
      expect(at(api, 'CorsConfiguration')).toBe(undefined);
      expect(ofType(made.service, 'AWS::Lambda::Url')).toStrictEqual([]);
    });

    it('may call the two functions behind it, and nobody else may', () => {
      const callers = ofType(made.service, 'AWS::Lambda::Permission').map(([, each]) => String(at(each, 'Principal')));
      expect(new Set(callers)).toStrictEqual(new Set(['events.amazonaws.com', 'apigateway.amazonaws.com']));
      for (const [, each] of ofType(made.service, 'AWS::Lambda::Permission'))
        expect(String(at(each, 'SourceArn'))).toMatch(
          /^(<Schedules|arn:aws:execute-api:eu-west-1:123456789012:<IngressApi\w{8}>\/)/,
        );
    });
  });

  describe.each(byUrl)('function URLs of $name', (made) => {
    it('are two, one for people and one for nodes, whose tokens the handlers check', () => {
      const urls = ofType(made.service, 'AWS::Lambda::Url').map(([, url]) => [
        /^<Rooms(\w+)Function/.exec(String(at(url, 'TargetFunctionArn')))?.[1],
        at(url, 'AuthType'),
        at(url, 'Cors'),
        at(url, 'InvokeMode'),
      ]);
      expect(urls).toStrictEqual([
        ['control', 'NONE', undefined, 'BUFFERED'],
        ['node', 'NONE', undefined, 'BUFFERED'],
      ]);
      expect(ofType(made.service, 'AWS::ApiGatewayV2::Api')).toStrictEqual([]);
    });
  });

  it('tells people and nodes where to go, and what to do next', () => {
    for (const made of all) {
      const { Outputs = {} } = made.service;
      const wanted = [
        'PeopleUrl',
        'NodeUrl',
        'ControlPlane',
        'StreamsTable',
        'BlobsBucket',
        'AuditBucket',
        'StateMachine',
        'Bus',
        'DeadLetters',
      ];
      expect(Object.keys(Outputs)).toEqual(expect.arrayContaining([...wanted, 'NextStep']));
      expect(String(Outputs['NextStep']?.Value)).toContain(`PLUMB_URL=${Outputs['PeopleUrl']?.Value} `);
      expect(String(Outputs['NextStep']?.Value)).toContain('trust init --out');
    }
    expect(called(all, 'prod').service.Outputs?.['NodeUrl']).toStrictEqual({
      ...called(all, 'prod').service.Outputs?.['NodeUrl'],
      Value: called(all, 'prod').service.Outputs?.['PeopleUrl']?.Value,
    });
  });
};
