import { describe, expect, it } from 'vitest';
import { targetFor, targetOf } from '../../../local/front/targets.ts';

describe('where an address of the stack is found', () => {
  it('of a function URL: under its name', () => {
    expect(targetOf('https://abc.lambda-url.eu-west-1.localhost:4566/', 'http://127.0.0.1:4566')).toStrictEqual({
      protocol: 'http:',
      port: 4566,
      host: 'abc.lambda-url.eu-west-1.localhost:4566',
      base: '',
    });
  });
  it('of an HTTP API: under its path', () => {
    expect(targetOf('https://a1b2.execute-api.eu-west-1.amazonaws.com', 'https://127.0.0.1:4567')).toStrictEqual({
      protocol: 'https:',
      port: 4567,
      host: '127.0.0.1:4567',
      base: '/_aws/execute-api/a1b2/$default',
    });
  });
});

describe('who answers', () => {
  const at = (host: string) => ({ protocol: 'http:', port: 1, host, base: '' }) as const;
  const targets = { people: at('people'), nodes: at('nodes') };
  it.each([
    { method: 'POST', url: '/api/v1/nodes', host: 'nodes' },
    { method: 'POST', url: '/api/v1/instances/0198/heartbeat?x=1', host: 'nodes' },
    { method: 'GET', url: '/api/v1/nodes', host: 'people' },
    { method: 'GET', url: '/api/v1/configs', host: 'people' },
    { method: 'GET', url: '/nowhere', host: 'people' },
  ])('$method $url', ({ method, url, host }) => {
    expect(targetFor(targets, method, url).host).toBe(host);
  });
});
