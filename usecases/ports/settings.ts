/** What a deployment of Plumbline may tune; defaults in usecases/settings.ts. */
export interface Settings {
  /** Told to nodes when nothing goes on, and during a deployment (design.md §7). */
  readonly idleCheckInSeconds: number;
  readonly activeCheckInSeconds: number;
  /** How old the cluster's head may be that a check-in is answered from; at most 5. */
  readonly clusterCacheSeconds: number;
  /** A node is stale after max(this, 2.5 × the interval last told to it). */
  readonly staleAfterSeconds: number;
  /** How often an assessment runs while a deployment soaks. */
  readonly assessSeconds: number;
  readonly directiveLifetimeSeconds: number;
  /** How often a checkpoint of the audit log is signed while events arrive; at most 60 (protocol §6). */
  readonly checkpointSeconds: number;
  readonly blobUrlSeconds: number;
  readonly nodeTokenSeconds: number;
  /** Attempts of a failed hot-swap before a release is quarantined on a node, and the first pause between them. */
  readonly swapAttempts: number;
  readonly swapBackoffSeconds: number;
}
