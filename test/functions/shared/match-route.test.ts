import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { API_BASE, compileRoutes } from '../../../functions/shared/match-route.ts';
import { ROUTES } from '../../../schemas/api/index.ts';

const route = (method: 'GET' | 'POST', path: string, aliases?: string[]) => ({ method, path, aliases });
const TABLE = [
  route('GET', '/a/{id}'),
  route('POST', '/a/plan'),
  route('GET', '/a/{name}/b'),
  route('GET', '/t/{rest+}'),
  route('GET', '/x', ['/y/{id}']),
];
const match = compileRoutes(TABLE);

describe('matching', () => {
  it.each([
    { url: 'GET /a/1', path: '/a/{id}', params: { id: '1' } },
    { url: 'POST /a/plan', path: '/a/plan', params: {} },
    { url: 'GET /a/plan/b', path: '/a/{name}/b', params: { name: 'plan' } },
    { url: 'GET /a/%C3%A9%2F', path: '/a/{id}', params: { id: 'é/' } },
    { url: 'GET /a/%2525', path: '/a/{id}', params: { id: '%25' } },
    { url: 'GET /a/__proto__', path: '/a/{id}', params: { id: '__proto__' } },
    { url: 'GET /t/0/x001/067.p/3', path: '/t/{rest+}', params: { rest: '0/x001/067.p/3' } },
    { url: 'GET /y/2', path: '/x', params: { id: '2' } },
  ])('$url', ({ url, path, params }) => {
    const [method = '', rawPath = ''] = url.split(' ');
    const found = match(method, `${API_BASE}${rawPath}`);
    if (!found.found) throw new Error('not found');
    expect([found.route.path, found.params]).toStrictEqual([path, params]);
  });
  it.each([
    { url: 'POST /a/1', allow: ['GET', 'HEAD'] },
    { url: 'GET /a/plan', allow: ['POST'] },
    { url: 'DELETE /a/plan', allow: ['POST'] },
    { url: 'GET /t/', allow: [] },
    { url: 'GET /t', allow: [] },
    { url: 'GET /constructor', allow: [] },
    { url: 'GET /__proto__', allow: [] },
  ])('$url is none', ({ url, allow }) => {
    const [method = '', rawPath = ''] = url.split(' ');
    expect(match(method, `${API_BASE}${rawPath}`)).toStrictEqual({ found: false, allow });
  });
  it('refuses two routes of one method and shape', () =>
    expect(() => compileRoutes([route('GET', '/a/{id}'), route('GET', '/a/{name}')])).toThrow(
      'two routes for GET /a/{name}',
    ));
});

describe('the real table', () => {
  const real = compileRoutes(ROUTES);
  it('finds each route by each of its paths, whatever stands for a parameter', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ROUTES), fc.stringMatching(/^[a-z0-9@.-]{1,20}$/), (each, value) => {
        for (const path of [each.path, ...(each.aliases ?? [])]) {
          const literal = new Set(ROUTES.flatMap((other) => other.path.split('/')));
          fc.pre(!literal.has(value) && value !== '.' && value !== '..');
          const found = real(each.method, `${API_BASE}${path.replace(/\{\w+\+?\}/g, value)}`);
          expect(found.found && found.route.operationId).toBe(each.operationId);
        }
      }),
    ));
});
