import { type Estate, NAMES, type Named } from './estate.ts';

/** A status, with the code where it is a refusal: `200`, `404 config_unknown`. */
export type Told = `${number}` | `${number} ${string}`;
export type Params = Readonly<Record<string, string>>;

/**
 * What a route does for whom. `own`: a caller whose role may, about a thing whose access list knows them; `other`: the
 * same about a thing whose list does not; `absent`: about a thing that is not there. What other roles hear follows
 * from the letter of the route, and that `other` tells no more than `absent` is checked for each.
 */
export interface RouteDecision {
  /** The thing in the path; made anew for each request, so that one may use it up. */
  readonly params?: (estate: Estate, there: boolean) => Params | Promise<Params>;
  readonly query?: string;
  readonly body?: (estate: Estate, there: boolean) => unknown;
  readonly mediaType?: string;
  readonly own: Told;
  readonly other?: Told;
  readonly absent?: Told;
  /** What is told of an absent thing to who is on no list, if that is not what the others hear. */
  readonly absentToOthers?: Told;
  /** Why `other` may be told from `absent` here, where it may. */
  readonly because?: 'a name is taken by whoever comes first';
}

export const nameOf = (kind: Named, there: boolean): string => NAMES[kind][there ? 0 : 1];
export const WHY = { justification: 'card payments fail since 09:12' };

let made = 0;
/** A number that was not used yet. */
export const next = (): number => ++made;

export const ofConfig: RouteDecision['params'] = (_estate, there) => ({ name: nameOf('config', there) });
export const ofCluster: RouteDecision['params'] = (_estate, there) => ({ name: nameOf('cluster', there) });
export const ofVersion: RouteDecision['params'] = (_estate, there) => ({
  name: nameOf('config', there),
  version: nameOf('version', there),
});
export const ofSnapshot =
  (kind: 'snapshot' | 'judged'): RouteDecision['params'] =>
  (_estate, there) => ({ name: nameOf(kind, there) });
export const ofDeployment: RouteDecision['params'] = ({ deployment }, there) => ({
  id: there ? deployment : '00000000-0000-4000-8000-00000000ffff',
});
export const ABSENT_NODE = `node-${'0'.repeat(31)}f`;
export const ofNode: RouteDecision['params'] = ({ node }, there) => ({ id: there ? node.id : ABSENT_NODE });

/** A list: nothing is named, and what it leaves out is another test. */
export const LIST: RouteDecision = { own: '200' };
