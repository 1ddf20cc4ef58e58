import {
  type Context,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inSpan } from '../../../functions/control/in-span.ts';

const PARENT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
let seen: unknown[];

beforeEach(() => {
  seen = [];
  const span = {
    setStatus: (status: unknown) => void seen.push(status),
    end: () => void seen.push('ended'),
  } as unknown as Span;
  const startActiveSpan = (name: string, options: SpanOptions, parent: Context, work: (span: Span) => unknown) => {
    seen.push({ name, kind: options.kind, parent: trace.getSpanContext(parent) });
    return work(span);
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) as unknown as Tracer });
});
afterEach(() => trace.disable());

it.each([
  { flags: '01', traceFlags: 1 },
  { flags: '00', traceFlags: 0 },
  { flags: '03', traceFlags: 1 },
])('does the work in the trace of the caller, sampled as the caller says: $flags', async ({ flags, traceFlags }) => {
  expect(await inSpan('publishVersion', `00-${PARENT.traceId}-${PARENT.spanId}-${flags}`, async () => 5)).toBe(5);
  expect(seen).toStrictEqual([
    { name: 'publishVersion', kind: SpanKind.SERVER, parent: { ...PARENT, traceFlags } },
    'ended',
  ]);
});

it('marks a fault and lets it through', async () => {
  const work = inSpan('x', `00-${PARENT.traceId}-${PARENT.spanId}-01`, () => Promise.reject(new Error('broken')));
  await expect(work).rejects.toThrow('broken');
  expect(seen.slice(1)).toStrictEqual([{ code: SpanStatusCode.ERROR }, 'ended']);
});
