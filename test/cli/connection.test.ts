import { describe, expect, it } from 'vitest';
import { connectionOf } from '../../cli/client/connection.ts';
import { usage } from '../../cli/failure.ts';

describe('where the server is and who asks', () => {
  it.each([
    { name: 'this machine by default', flags: {}, env: {}, url: 'http://127.0.0.1:8080', token: undefined },
    {
      name: 'PLUMB_URL and PLUMB_TOKEN',
      flags: {},
      env: { PLUMB_URL: 'https://plumb.example', PLUMB_TOKEN: 't\n' },
      url: 'https://plumb.example',
      token: 't',
    },
    {
      name: 'flags before the environment',
      flags: { url: 'https://b.example', token: 'u' },
      env: { PLUMB_URL: 'https://a.example', PLUMB_TOKEN: 't' },
      url: 'https://b.example',
      token: 'u',
    },
    {
      name: 'empty variables as none',
      flags: {},
      env: { PLUMB_URL: '', PLUMB_TOKEN: '' },
      url: 'http://127.0.0.1:8080',
      token: undefined,
    },
    {
      name: 'a slash at the end',
      flags: { url: 'https://a.example/' },
      env: {},
      url: 'https://a.example',
      token: undefined,
    },
    {
      name: 'a base path',
      flags: { url: 'https://a.example/plumb/' },
      env: {},
      url: 'https://a.example/plumb',
      token: undefined,
    },
    {
      name: 'the API base itself',
      flags: { url: 'https://a.example/api/v1' },
      env: {},
      url: 'https://a.example',
      token: undefined,
    },
    {
      name: 'loopback by name',
      flags: { url: 'http://localhost:1' },
      env: {},
      url: 'http://localhost:1',
      token: undefined,
    },
    { name: 'loopback of IPv6', flags: { url: 'http://[::1]:1' }, env: {}, url: 'http://[::1]:1', token: undefined },
    {
      name: 'plain HTTP when allowed',
      flags: { url: 'http://10.0.0.1', allowHttp: true },
      env: {},
      url: 'http://10.0.0.1',
      token: undefined,
    },
  ])('takes $name', ({ flags, env, url, token }) => {
    expect(connectionOf(flags, env)).toStrictEqual({ url, token });
  });

  it.each([
    { url: 'nonsense', message: 'not an http or https URL: nonsense' },
    { url: 'ftp://a.example', message: 'not an http or https URL: ftp://a.example' },
    { url: 'https://u:p@a.example', message: 'the URL must not hold a name or password; use PLUMB_TOKEN' },
    {
      url: 'http://a.example',
      message: 'http://a.example would show your token to the network; use https, or --allow-http if you must',
    },
    {
      url: 'http://127.0.0.1.a.example',
      message:
        'http://127.0.0.1.a.example would show your token to the network; use https, or --allow-http if you must',
    },
  ])('refuses $url', ({ url, message }) => {
    expect(() => connectionOf({ url }, {})).toThrow(usage(message));
  });
});
