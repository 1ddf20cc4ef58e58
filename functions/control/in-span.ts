import { context, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { traceIdOf } from '../shared/trace.ts';

/** A caller's `traceparent` as the parent of what is done here. */
const parentOf = (traceparent: string) =>
  trace.setSpanContext(context.active(), {
    traceId: traceIdOf(traceparent),
    spanId: traceparent.slice(36, 52),
    traceFlags: Number.parseInt(traceparent.slice(53, 55), 16) & TraceFlags.SAMPLED,
    isRemote: true,
  });

/**
 * Does the work of an operation in a span of the caller's trace. Without an OpenTelemetry SDK in the process this
 * costs a few objects and records nothing.
 */
export function inSpan<T>(operationId: string, traceparent: string, work: () => Promise<T>): Promise<T> {
  const tracer = trace.getTracer('plumbline');
  return tracer.startActiveSpan(operationId, { kind: SpanKind.SERVER }, parentOf(traceparent), async (span) => {
    try {
      return await work();
    } catch (fault) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw fault;
    } finally {
      span.end();
    }
  });
}
