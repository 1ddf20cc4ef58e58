/** What the workflow asks of Step Functions about one state machine. */
export interface Executions {
  /** `exists`: an execution of this name has ended, or runs with another input. */
  start(name: string, input: string): Promise<'started' | 'exists'>;
  /** The status as Step Functions names it; undefined when there is no execution of this name. */
  statusOf(name: string): Promise<string | undefined>;
}
