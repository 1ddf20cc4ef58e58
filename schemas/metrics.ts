/** CloudWatch namespace of the metrics that the functions write themselves (EMF). */
export const METRIC_NAMESPACE = 'Plumbline';

/** The one dimension of each: its value is the control plane's name, so two in one account never mix. */
export const METRIC_DIMENSION = 'service';

/** What only the functions know. */
export const METRICS = {
  /** Streams that are parked now; told whenever one is parked and by each look at them. Gauge: its maximum counts. */
  streamsParked: 'StreamsParked',
  /** The audit log does not extend what was signed last; nobody signs past that. */
  logNotExtended: 'LogNotExtended',
} as const;

/** Events counted as they are folded, each as a metric of the same name: somebody should look when one happens. */
export const COUNTED_EVENTS = [
  'ControlPlaneBehind',
  'GlassBroken',
  'HealthBreached',
  'NodeQuarantined',
  'RevokedContentFound',
] as const;
