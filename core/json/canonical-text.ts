import { beginsNumber, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './characters.ts';
import { inOrder, MemberOrders } from './member-order.ts';
import { literalEnd, MAX_DEPTH, MAX_MEMBERS, spaceEnd } from './scan.ts';
import { NOT_EXACT, numberEnd } from './scan-number.ts';
import { shortestNumber } from './shortest-number.ts';
import { StringForms, UNUSUAL } from './string-form.ts';
import { TextPatch } from './text-patch.ts';

/** Longer lists are read by other means: a fault far behind in one would be looked for twice, each time from the start. */
export const MOST_COMMAS = 65_536;

/**
 * The RFC 8785 form of a JSON text, put together from pieces of the text: what is strict is nearly in that form, but for
 * white space and the order of members. No value is built, which takes several times as long.
 * @returns undefined where `readJson` refuses the text, and where something is written as it seldom is: whoever asks
 * then reads it, and makes the form of its value
 */
export function canonicalText(text: string): string | undefined {
  return new Reading(text).document();
}

/** One pass. Each method takes the place where something begins, tells where it ended, and leaves its form. */
class Reading {
  private readonly text: string;
  /** Of what was read last; undefined when it is what the text has there. */
  private form: string | undefined;
  /** Name and colon of the member that was read last. */
  private head = '';
  private readonly strings: StringForms;
  private readonly orders: MemberOrders[] = [];
  private members = 0;
  private commas = 0;

  constructor(text: string) {
    this.text = text;
    this.strings = new StringForms(text);
  }

  document(): string | undefined {
    const { text } = this;
    const start = spaceEnd(text, 0);
    const end = this.value(start, 0);
    if (end === UNUSUAL || spaceEnd(text, end) !== text.length) return undefined;
    return this.form ?? text.slice(start, end);
  }

  private value(at: number, depth: number): number {
    const char = this.text.charCodeAt(at);
    this.form = undefined;
    if (char === QUOTE) return this.string(at);
    if (char === OPEN_OBJECT) return depth < MAX_DEPTH ? this.object(at, depth + 1) : UNUSUAL;
    if (char === OPEN_ARRAY) return depth < MAX_DEPTH ? this.array(at, depth + 1) : UNUSUAL;
    if (beginsNumber(char)) return this.number(at);
    const end = literalEnd(this.text, at);
    return end === at ? UNUSUAL : end;
  }

  private array(start: number, depth: number): number {
    const { text } = this;
    const patch = new TextPatch(text, start);
    let at = spaceEnd(text, start + 1);
    patch.leaveOut(start + 1, at);
    if (text.charCodeAt(at) !== CLOSE_ARRAY)
      for (;;) {
        const end = this.value(at, depth);
        if (end === UNUSUAL) return UNUSUAL;
        if (this.form !== undefined) patch.replace(at, end, this.form);
        const next = spaceEnd(text, end);
        patch.leaveOut(end, next);
        at = next;
        if (text.charCodeAt(next) !== COMMA) break;
        this.commas += 1;
        if (this.commas > MOST_COMMAS) return UNUSUAL;
        at = spaceEnd(text, next + 1);
        patch.leaveOut(next + 1, at);
      }
    if (text.charCodeAt(at) !== CLOSE_ARRAY) return UNUSUAL;
    this.form = patch.endingAt(at + 1);
    return at + 1;
  }

  private object(start: number, depth: number): number {
    const { text } = this;
    this.orders[depth] ??= new MemberOrders();
    const orders = this.orders[depth];
    const expected = orders.last?.heads ?? [];
    // Only where they are not the expected ones.
    let heads: string[] | undefined;
    // Each with its comma: as many strings less are to be put together.
    const pieces: string[] = [];
    let length = 2;
    let isSame = true;
    let at = spaceEnd(text, start + 1);
    if (text.charCodeAt(at) !== CLOSE_OBJECT)
      for (;;) {
        const likely = heads === undefined ? expected[pieces.length] : undefined;
        const end = this.member(at, depth, likely);
        if (end === UNUSUAL) return UNUSUAL;
        if (this.head !== likely) heads ??= expected.slice(0, pieces.length);
        heads?.push(this.head);
        const next = spaceEnd(text, end);
        const comma = text.charCodeAt(next) === COMMA ? ',' : '';
        const isCopied = this.form === undefined && next === end;
        const piece = isCopied ? text.slice(at, end + comma.length) : (this.form ?? text.slice(at, end)) + comma;
        if (this.form !== undefined) isSame = false;
        pieces.push(piece);
        this.members += 1;
        if (this.members > MAX_MEMBERS) return UNUSUAL;
        length += piece.length;
        at = spaceEnd(text, next + comma.length);
        if (comma === '') break;
      }
    if (text.charCodeAt(at) !== CLOSE_OBJECT) return UNUSUAL;
    const order = orders.of(heads ?? (pieces.length < expected.length ? expected.slice(0, pieces.length) : expected));
    if (!order) return UNUSUAL;
    // As long as its pieces: there is no white space.
    const isKept = isSame && order.sequence === undefined && at + 1 - start === length;
    this.form = isKept ? undefined : inOrder(pieces, order);
    return at + 1;
  }

  /** @param likely how its name and the colon are probably written */
  private member(start: number, depth: number, likely: string | undefined): number {
    const { text } = this;
    let head = likely;
    let at = start;
    if (head !== undefined && text.startsWith(head, start)) at += head.length;
    else {
      at = this.strings.nameEnd(start);
      if (at === UNUSUAL) return UNUSUAL;
      head = `${text.slice(start, at)}:`;
      at = spaceEnd(text, at);
      if (text.charCodeAt(at) !== COLON) return UNUSUAL;
      at += 1;
    }
    const valueAt = spaceEnd(text, at);
    const end = this.value(valueAt, depth);
    if (end === UNUSUAL) return UNUSUAL;
    if (this.form !== undefined || valueAt - start !== head.length)
      this.form = head + (this.form ?? text.slice(valueAt, end));
    this.head = head;
    return end;
  }

  private string(start: number): number {
    const end = this.strings.end(start);
    if (end !== UNUSUAL) this.form = this.strings.form(start, end);
    return end;
  }

  private number(start: number): number {
    const end = numberEnd(this.text, start);
    if (end === NOT_EXACT || end === start) return UNUSUAL;
    this.form = shortestNumber(this.text, start, end);
    return end;
  }
}
