import { describe, expect, it } from 'vitest';
import { addressesOf, downloadUrl, loopbackUrl, mayTalkTo } from '../../agent/address.ts';

describe('the control plane', () => {
  it.each([
    { url: 'https://plumb.example', may: true, allowed: true },
    { url: 'http://127.0.0.1:8080', may: true, allowed: true },
    { url: 'http://127.8.9.1:8080', may: true, allowed: true },
    { url: 'http://[::1]:8080', may: true, allowed: true },
    { url: 'http://localhost:8080', may: true, allowed: true },
    { url: 'http://2130706433/', may: true, allowed: true }, // the URL parser reads it as 127.0.0.1, and so does the socket
    { url: 'http://plumb.example', may: false, allowed: true },
    { url: 'http://localhost.example', may: false, allowed: true },
    { url: 'http://127.0.0.1.example', may: false, allowed: true },
    { url: 'http://10.0.0.1', may: false, allowed: true },
    { url: 'ftp://127.0.0.1', may: false, allowed: false },
    { url: 'file:///etc/passwd', may: false, allowed: false },
  ])('$url: $may, with --allow-http $allowed', ({ url, may, allowed }) => {
    expect(mayTalkTo(new URL(url), false)).toBe(may);
    expect(mayTalkTo(new URL(url), true)).toBe(allowed);
  });
});

describe('a download', () => {
  const far = new URL('https://plumb.example');
  const near = new URL('http://127.0.0.1:8080');
  it.each([
    { text: 'https://bucket.example/x?sig=1', base: far, to: 'https://bucket.example/x?sig=1' },
    { text: '/blobs/x', base: near, to: 'http://127.0.0.1:8080/blobs/x' },
    { text: 'http://127.0.0.1:9000/admin', base: far, to: undefined },
    { text: 'https://localhost/admin', base: far, to: undefined },
    { text: 'http://bucket.example/x', base: far, to: undefined },
    { text: 'https://user@bucket.example/x', base: far, to: undefined },
  ])('$text from $base.hostname: $to', ({ text, base, to }) => expect(downloadUrl(text, base, false)?.href).toBe(to));
});

it('probes are of this machine', () => {
  expect(loopbackUrl('http://127.0.0.1:9000/health')?.href).toBe('http://127.0.0.1:9000/health');
  expect(loopbackUrl('http://10.0.0.1/health')).toBeUndefined();
  expect(loopbackUrl('file:///etc/passwd')).toBeUndefined();
  expect(loopbackUrl('health')).toBeUndefined();
});

it('the addresses of the flags are read once, as the agent asks for them', () => {
  const options = { url: 'https://control.example/base', swap: { attempts: 3, backoffMs: 1 }, allowHttp: false };
  const { base, probe, metrics } = addressesOf({ ...options, probe: 'http://LOCALHOST:9000', metrics: undefined });
  expect([base.href, probe, metrics]).toStrictEqual([
    'https://control.example/base',
    'http://localhost:9000/',
    undefined,
  ]);
});
