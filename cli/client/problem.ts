import type { z } from 'zod';
import type { Problem } from '../../schemas/problem.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../output/printable.ts';

type ProblemDocument = z.infer<typeof Problem>;

/** The server said no, or failed, and said so by RFC 9457. */
export class ApiProblem extends Failure {
  readonly status: number;
  readonly code: string;
  /** The answer as it came. */
  readonly text: string;
  constructor(problem: ProblemDocument, text: string) {
    super(problem.status >= 500 ? EXIT.unreachable : EXIT.refused, told(printable(problem)));
    this.status = problem.status;
    this.code = problem.code;
    this.text = text;
  }
}

/** An error answer that is no problem document comes from something in between. */
export async function problemOf(status: number, text: string): Promise<ApiProblem> {
  const { Problem } = await import('../../schemas/problem.ts'); // slow to load, seldom needed
  const parsed = Problem.safeParse(jsonOr(text));
  if (parsed.success) return new ApiProblem(parsed.data, text);
  const title = 'something that is not this control plane answered';
  const base = { type: 'about:blank', code: 'unexpected_answer', instance: '', traceId: '' };
  return new ApiProblem({ ...base, status, title }, text);
}

const jsonOr = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const SHOWN_ELSEWHERE = new Set(['type', 'title', 'status', 'code', 'instance', 'traceId', 'errors']);

/** Title, then each place, then whatever else the refusal tells. */
function told(problem: ProblemDocument): string {
  const places = (problem.errors ?? []).map(({ pointer, message, ...more }) => {
    const part = typeof more['in'] === 'string' && more['in'] !== 'body' ? [more['in']] : [];
    return `  ${[...part, pointer || '(the whole)'].join(' ')}: ${message}`;
  });
  const details = Object.entries(problem)
    .filter(([key]) => !SHOWN_ELSEWHERE.has(key))
    .map(([key, value]) => `  ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const trace = problem.traceId ? [`  trace: ${problem.traceId}`] : [];
  return [`${problem.title} (${problem.status} ${problem.code})`, ...places, ...details, ...trace].join('\n');
}
