/**
 * Runs of the rollout state machine. One execution per (deploymentId, run), ever: a second start answers `exists`.
 * Steps are invoked at least once.
 */
export interface Workflow {
  start(input: { readonly deploymentId: string; readonly run: number }): Promise<'started' | 'exists'>;
  status(input: {
    readonly deploymentId: string;
    readonly run: number;
  }): Promise<'absent' | 'running' | 'succeeded' | 'failed'>;
}
