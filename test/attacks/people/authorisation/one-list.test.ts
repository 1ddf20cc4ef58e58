import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../../schemas/api/route.ts';
import { asked, decisionOf, faceless, told } from './asking.ts';
import { type Estate, openEstate } from './estate.ts';

/* A snapshot and a deployment tell of a cluster and of every config in them: one list that does not know a person is
 * enough to hide them. A node tells of its cluster alone. */

const hidden = (prefix: RegExp) =>
  ROUTES.filter(({ path, operationId }) => prefix.test(path) && decisionOf(operationId).other?.startsWith('404'));
const ofBoth = hidden(/^\/(snapshots|deployments)/);
const ofConfigs = hidden(/^\/configs/);
const ofClusters = hidden(/^\/(clusters|nodes|enrolment-tokens)/);

/** An Admin may read everything. */
const may = (routes: readonly RouteSpec[]) => routes.filter(({ access }) => access !== 'A');

describe.each([
  { listed: 'config', hides: [...ofBoth, ...ofConfigs], shows: ofClusters },
  { listed: 'cluster', hides: [...ofBoth, ...ofClusters], shows: ofConfigs },
] as const)('a list of the $listed alone', ({ listed, hides, shows }) => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await openEstate([listed]);
  });
  afterAll(() => estate.close());
  const both = async (route: (typeof ROUTES)[number]) => {
    const authorization = await estate.bearer(route.access === 'D' ? 'Developer' : 'Operator', 'other');
    const about = (there: boolean) => asked(estate, route, route.path, there, authorization);
    return [await about(true), await about(false)] as const;
  };

  it('there is something to hide, and something else', () => {
    expect(ofBoth.length).toBeGreaterThanOrEqual(15);
    expect(Math.min(may(hides).length, may(shows).length)).toBeGreaterThanOrEqual(8);
  });
  it.each(may(hides))('hides what is behind $method $path', async (route) => {
    const [there, absent] = await both(route);
    const { other, because } = decisionOf(route.operationId);
    expect(told(there)).toBe(other);
    if (!because) expect(faceless(there)).toBe(faceless(absent));
  });
  it.each(may(shows))('hides nothing behind $method $path', async (route) => {
    const { own } = decisionOf(route.operationId);
    // A rollback acts on the configs, too.
    const expected = route.operationId === 'rollBackCluster' ? '403 forbidden' : own;
    expect(told((await both(route))[0])).toBe(expected);
  });
});
