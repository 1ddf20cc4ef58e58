import { QUOTE } from './characters.ts';
import { stringEnd } from './scan-string.ts';

/** Told instead of a place: what stands there is no string, or one that has to be read by other means. */
export const UNUSUAL = -1;

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these
const SPECIAL = /[\u0000-\u001f\\\ud800-\udfff]/g;
/** Escapes that RFC 8785 perhaps writes in another way; an escaped backslash may stand before what looks like one. */
const REWRITTEN = /\\[/u]/;

/** Finds the strings of a text; asked from left to right. */
export class StringForms {
  private readonly text: string;
  /** The next place that may not be in a string, or only together with the next one. */
  private special = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** @returns where the string ended that begins here */
  end(start: number): number {
    const quote = this.text.indexOf('"', start + 1);
    if (quote < 0 || this.specialFrom(start) > quote) return quote < 0 ? UNUSUAL : quote + 1;
    const end = stringEnd(this.text, start);
    return typeof end === 'number' ? end : UNUSUAL;
  }

  /** Where a name ended that is written without escapes, and so as it is compared (RFC 8785 §3.2.3). */
  nameEnd(start: number): number {
    if (this.text.charCodeAt(start) !== QUOTE) return UNUSUAL;
    const quote = this.text.indexOf('"', start + 1);
    return quote < 0 || this.specialFrom(start) < quote ? UNUSUAL : quote + 1;
  }

  /**
   * The form that RFC 8785 §3.2.2.2 has for the string between these two.
   * @returns undefined when it is written so already
   */
  form(start: number, end: number): string | undefined {
    if (this.specialFrom(start) >= end) return undefined;
    const written = this.text.slice(start, end);
    if (!REWRITTEN.test(written)) return undefined;
    const form = JSON.stringify(JSON.parse(written));
    return form === written ? undefined : form;
  }

  private specialFrom(start: number): number {
    if (this.special < start) {
      SPECIAL.lastIndex = start;
      this.special = SPECIAL.test(this.text) ? SPECIAL.lastIndex - 1 : this.text.length;
    }
    return this.special;
  }
}
