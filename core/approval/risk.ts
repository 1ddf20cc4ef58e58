import type { ClusterDelta, RiskReason } from '../../schemas/snapshot.ts';
import type { Risk } from '../../schemas/words.ts';

const ORDER: readonly Risk[] = ['Low', 'Medium', 'High', 'Critical'];

export const highest = (risks: readonly Risk[]): Risk =>
  ORDER[Math.max(0, ...risks.map((risk) => ORDER.indexOf(risk)))] ?? 'Critical';

/** High and Critical are not released on one person's word (design.md §6). */
export const needsApproval = (risk: Risk): boolean => ORDER.indexOf(risk) >= ORDER.indexOf('High');

export interface RiskFacts {
  readonly stated: Risk;
  readonly clusters: readonly {
    readonly delta: Pick<ClusterDelta, 'cluster' | 'removed'>;
    readonly floor: Risk;
    /** Configs whose version was checked against another schema than the one running there. */
    readonly schemaChanged: readonly string[];
  }[];
  readonly configs: readonly { readonly name: string; readonly floor: Risk }[];
}

/** Whether a name says production: `payment-service.production`, `eu.production`. */
const isProduction = (name: string): boolean => name === 'production' || name.endsWith('.production');

/**
 * Effective risk and all it comes from, the gravest first: what the author said, what the change itself shows, and the floors of clusters
 * and configs. The highest one counts. A production cluster alone is Medium; taking a config away or changing a schema
 * is High, and in production Critical.
 */
export function assessRisk({ stated, clusters, configs }: RiskFacts): {
  readonly risk: Risk;
  readonly reasons: RiskReason[];
} {
  const reasons: RiskReason[] = [{ rule: 'stated', risk: stated }];
  for (const { delta, floor, schemaChanged } of clusters) {
    const { cluster, removed } = delta;
    const production = isProduction(cluster);
    const grave: Risk = production ? 'Critical' : 'High';
    if (production) reasons.push({ rule: 'production_cluster', risk: 'Medium', because: cluster });
    for (const { config } of removed)
      reasons.push({ rule: 'config_removed', risk: grave, because: `${config} from ${cluster}` });
    for (const config of schemaChanged)
      reasons.push({ rule: 'schema_changed', risk: grave, because: `${config} on ${cluster}` });
    if (floor !== 'Low') reasons.push({ rule: 'cluster_floor', risk: floor, because: cluster });
  }
  for (const { name, floor } of configs)
    if (floor !== 'Low') reasons.push({ rule: 'config_floor', risk: floor, because: name });
  return {
    risk: highest(reasons.map(({ risk }) => risk)),
    reasons: reasons.toSorted((a, b) => ORDER.indexOf(b.risk) - ORDER.indexOf(a.risk)),
  };
}
