/** A part of a text with some places of it replaced, from left to right; what is not replaced is not looked at. */
export class TextPatch {
  private readonly text: string;
  private readonly start: number;
  private written = '';
  /** In front of it everything is in `written`. */
  private copied: number;

  constructor(text: string, start: number) {
    this.text = text;
    this.start = start;
    this.copied = start;
  }

  /** Nothing where there is nothing to leave out. */
  leaveOut(from: number, to: number): void {
    if (from < to) this.replace(from, to, '');
  }

  replace(from: number, to: number, by: string): void {
    this.written += this.text.slice(this.copied, from) + by;
    this.copied = to;
  }

  /** @returns undefined when nothing was replaced */
  endingAt(end: number): string | undefined {
    return this.copied === this.start ? undefined : this.written + this.text.slice(this.copied, end);
  }
}
