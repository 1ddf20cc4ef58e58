/** How the members of an object are written, and the order they have in RFC 8785. */
export interface MemberOrder {
  /** Names as they came, each with its quotes and a colon. */
  readonly heads: readonly string[];
  /** Which of them comes first, second, …; undefined when they are in order. */
  readonly sequence: readonly number[] | undefined;
}

const UNSAFE = '__proto__';
const REMEMBERED = 4;

/** Orders found at one depth of a document: the rows of a table have the same few lists of names. */
export class MemberOrders {
  /** The last one asked for is the first. */
  private readonly known: MemberOrder[] = [];

  /** The names of the object before, which those of the next one are likely to be. */
  get last(): MemberOrder | undefined {
    return this.known[0];
  }

  /** @returns what `memberOrder` does */
  of(heads: readonly string[]): MemberOrder | undefined {
    const [last] = this.known;
    if (last && heads === last.heads) return last;
    const at = this.known.findIndex((order) => isSame(order.heads, heads));
    const order = at < 0 ? memberOrder(heads) : this.known.splice(at, 1)[0];
    if (order) this.known.unshift(order);
    if (this.known.length > REMEMBERED) this.known.pop();
    return order;
  }
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index]);

/**
 * Puts names in the order of their UTF-16 code units (RFC 8785 §3.2.3).
 * @param heads without escapes
 * @returns undefined when a name occurs twice, or may not occur
 */
function memberOrder(heads: readonly string[]): MemberOrder | undefined {
  const names = heads.map((head) => head.slice(1, -2));
  const nameOf = (index: number): string => names[index] ?? '';
  if (names.includes(UNSAFE)) return undefined;
  if (isAscending(names)) return { heads, sequence: undefined };
  const sequence = names.map((_, index) => index).sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return isAscending(sequence.map(nameOf)) ? { heads, sequence } : undefined;
}

/** Each greater than the one before, so that none is there twice. */
const isAscending = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);

/**
 * An object of members as they came.
 * @param members each with the comma behind it, but for the last
 */
export function inOrder(members: readonly string[], { sequence }: MemberOrder): string {
  const last = members.length - 1;
  let form = '{';
  for (let place = 0; place <= last; place++) {
    const index = sequence?.[place] ?? place;
    const member = members[index] ?? '';
    if ((index === last) === (place === last)) form += member;
    else form += index === last ? `${member},` : member.slice(0, -1);
  }
  return `${form}}`;
}
