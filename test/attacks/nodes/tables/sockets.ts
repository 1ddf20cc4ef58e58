import { expect } from 'vitest';
import { type Attack, attacks, type Family } from '../stage/attack.ts';
import type { Route } from '../stage/on-the-way.ts';
import type { Stage } from '../stage/open-stage.ts';
import { pending } from '../stage/pending.ts';
import { endlessly, FAST, HEAD, hostileSocket, type Trickery, trickling } from '../stage/sockets.ts';

const KIB = 1024;
const NO_END = `${HEAD}content-length: 9007199254740991\r\n\r\n`;
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`;
const PART = Buffer.alloc(16 * KIB, 0x20);

/** The next release is out, and requests of these routes go to a socket that does this. */
const onSockets =
  (routes: readonly Route[], trickery: Trickery, speed = 1) =>
  async (stage: Stage): Promise<void> => {
    await pending(stage);
    const socket = await hostileSocket(routes, trickery, speed);
    stage.hop = socket.hop;
    stage.onClose(async () => {
      await socket.close();
      const { bytes, connections } = socket.seen;
      // What lies in the buffers of the machine is all that an endless answer gets rid of.
      expect([connections > 0, bytes < connections * MOST_TAKEN]).toStrictEqual([true, true]);
    });
  };
const MOST_TAKEN = 32 * 1024 * KIB;

/** The same, where the node has to wait for what never comes. */
const onSlowSockets = (routes: readonly Route[], trickery: Trickery) => onSockets(routes, trickery, FAST);

type Row = Omit<Attack, 'family' | 'by' | 'lasts'>;
const rows = (family: Family, all: readonly Row[]) =>
  attacks(
    family,
    'path',
    all.map((row) => ({ ...row, lasts: 2 })),
  );

/** Answers without an end. What is read is bounded by what was signed, or by the caps of the protocol. */
export const ENDLESS_DATA = rows('endless data', [
  {
    name: 'content that never ends, announced as the largest of all numbers',
    mount: onSockets(['content'], (socket) => {
      socket.write(NO_END);
      endlessly(socket, PART);
    }),
    told: ['too_large', 'too_large'],
  },
  {
    name: 'content in chunks without end',
    mount: onSockets(['content'], (socket) => {
      socket.write(CHUNKED);
      endlessly(socket, `4000\r\n${PART.toString('latin1')}\r\n`);
    }),
    told: ['too_large', 'too_large'],
  },
  {
    name: 'a release that never ends',
    mount: onSockets(['release'], (socket) => {
      socket.write(NO_END);
      endlessly(socket, PART);
    }),
    told: ['too_large'],
  },
  {
    name: 'an answer to a check-in that never ends',
    mount: onSockets(['check-in'], (socket) => {
      socket.write(CHUNKED);
      endlessly(socket, `4000\r\n${PART.toString('latin1')}\r\n`);
    }),
    told: [],
    shown: { log: 'unreachable too_large' },
  },
  {
    name: 'a refusal that never ends',
    mount: onSockets(['check-in'], (socket) => {
      socket.write('HTTP/1.1 503 Later\r\ntransfer-encoding: chunked\r\n\r\n');
      endlessly(socket, `4000\r\n${PART.toString('latin1')}\r\n`);
    }),
    told: [],
    shown: { log: 'unreachable too_large' },
  },
  {
    name: 'a head that never ends',
    mount: onSockets(['content'], (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      endlessly(socket, `x-more: ${'x'.repeat(KIB)}\r\n`);
    }),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'preliminary answers without end',
    mount: onSlowSockets(['release'], (socket) => trickling(socket, 'HTTP/1.1 100 Continue\r\n\r\n')),
    told: ['too_slow'],
  },
]);

/** Answers that come so slowly that they never are there. */
export const SLOW_RETRIEVAL = rows('slow retrieval', [
  {
    name: 'a head, and then nothing',
    mount: onSlowSockets(['content'], (socket) => void socket.write(`${HEAD}content-length: 45\r\n\r\n`)),
    told: ['too_slow', 'too_slow'],
  },
  {
    name: 'content byte by byte',
    mount: onSlowSockets(['content'], (socket) => {
      socket.write(`${HEAD}content-length: 45\r\n\r\n`);
      trickling(socket, ' ', 20);
    }),
    told: ['too_slow', 'too_slow'],
  },
  {
    name: 'a release byte by byte, in chunks',
    mount: onSlowSockets(['release'], (socket) => {
      socket.write(CHUNKED);
      trickling(socket, '1\r\n \r\n', 20);
    }),
    told: ['too_slow'],
  },
  {
    name: 'a head byte by byte',
    mount: onSlowSockets(['content'], (socket) => trickling(socket, 'H', 20)),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'a head line by line',
    mount: onSlowSockets(['content'], (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      trickling(socket, 'x-more: x\r\n', 20);
    }),
    told: ['too_slow', 'too_slow'],
  },
  {
    name: 'no head at all',
    mount: onSlowSockets(['content'], () => {}),
    told: ['too_slow', 'too_slow'],
  },
  {
    name: 'an answer to a check-in byte by byte',
    mount: onSlowSockets(['check-in'], (socket) => {
      socket.write(CHUNKED);
      trickling(socket, '1\r\n \r\n', 20);
    }),
    told: [],
    shown: { log: 'unreachable too_slow' },
  },
  {
    name: 'an answer to a check-in that does not come',
    mount: onSlowSockets(['check-in'], () => {}),
    told: [],
    shown: { log: 'unreachable timeout' },
  },
]);

/** Connections that end before what they announced is there, or say it twice. */
export const BROKEN_OFF = rows('partial bundle', [
  {
    name: 'content whose connection ends in the middle',
    mount: onSockets(['content'], (socket) => {
      socket.write(`${HEAD}content-length: 45\r\n\r\n{"rate":`, () => socket.destroy());
    }),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'content in chunks whose last one never comes',
    mount: onSockets(['content'], (socket) => void socket.end(`${CHUNKED}8\r\n{"rate":\r\n`)),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'content with two lengths',
    mount: onSockets(['content'], (socket) => {
      socket.end(`${HEAD}content-length: 8\r\ncontent-length: 45\r\n\r\n{"rate":`);
    }),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
]);
