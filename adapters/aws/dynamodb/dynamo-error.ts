/** Codes of AWS, and those a client gives itself when no answer came: `Timeout`, `Network`. */
const PASSING = new Set([
  'Timeout',
  'Network',
  'InternalServerError',
  'InternalFailure',
  'InternalError', // of LocalStack, when its DynamoDB has hung up on it
  'ServiceUnavailable',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'RequestTimeout',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
]);

/** Reasons in a cancelled transaction that may be gone a moment later. */
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** A call of DynamoDB that failed, or was not answered. */
export class DynamoError extends Error {
  /** Without a namespace: `ConditionalCheckFailedException`. */
  readonly code: string;
  /** Of a cancelled transaction: one for each of its items, in order; `None` where nothing was wrong. */
  readonly reasons: readonly string[];

  constructor(
    code: string,
    message: string,
    { reasons = [], cause }: { readonly reasons?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(reasons.length > 0 ? `${code}: ${message} [${reasons.join(', ')}]` : `${code}: ${message}`, { cause });
    this.name = 'DynamoError';
    this.code = code;
    this.reasons = reasons;
  }

  /**
   * Whether the very same call may succeed a moment later. Of a transaction that was cancelled: when nothing but
   * conflicts and throttling stood in its way.
   */
  get retryable(): boolean {
    if (this.code !== 'TransactionCanceledException') return PASSING.has(this.code);
    const reasons = this.reasons.filter((reason) => reason !== 'None');
    return reasons.length > 0 && reasons.every((reason) => PASSING_REASONS.has(reason));
  }

  /** The condition of a single write did not hold. */
  get refused(): boolean {
    return this.code === 'ConditionalCheckFailedException';
  }
}
