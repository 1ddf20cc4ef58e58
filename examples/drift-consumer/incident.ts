/** What this consumer reads of DriftDetected and DriftResolved; more may be there (docs/events.md). */
export interface DriftEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: {
    /** De-duplicate on this. */
    readonly id: string;
    readonly schemaVersion: number;
    readonly controlPlane: string;
    /** Place in the node's stream: what has the higher one happened later. */
    readonly revision: number;
    readonly at: string;
    readonly about: { readonly node: string };
    readonly data: {
      readonly cluster: string;
      readonly rule: string;
      readonly config?: string;
      readonly severity: string;
      readonly expected: string;
      readonly observed: string;
      readonly since: string;
    };
  };
}

/** One way in which one node differs: opened, resolved, perhaps opened again. */
export interface Incident {
  readonly incident: string;
  readonly status: 'open' | 'resolved';
  readonly node: string;
  readonly cluster: string;
  readonly severity: string;
  readonly difference: string;
  readonly since: string;
  readonly changedAt: string;
  readonly revision: number;
  readonly eventId: string;
}

const STATUS: { readonly [type: string]: Incident['status'] } = { DriftDetected: 'open', DriftResolved: 'resolved' };

/**
 * How an incident stands after this event, whatever came before it.
 * @returns undefined for events that are about something else
 * @throws for an event that this version cannot read: better in the dead-letter queue than half understood
 */
export function incidentOf({ source, 'detail-type': type, detail }: DriftEvent): Incident | undefined {
  const status = Object.hasOwn(STATUS, type) ? STATUS[type] : undefined;
  if (source !== 'plumbline' || !status) return undefined;
  if (detail.schemaVersion !== 1) throw new Error(`schema version ${detail.schemaVersion} is not known here`);
  const { controlPlane, revision, at, about, data } = detail;
  return {
    incident: [controlPlane, about.node, data.rule, data.config ?? '-'].join('/'),
    status,
    node: about.node,
    cluster: data.cluster,
    severity: data.severity,
    difference: `${data.rule}: expected ${data.expected}, observed ${data.observed}`,
    since: data.since,
    changedAt: at,
    revision,
    eventId: detail.id,
  };
}
