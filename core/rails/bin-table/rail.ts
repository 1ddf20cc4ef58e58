import type { Json } from '../../../schemas/words.ts';
import type { LintFinding, Rail } from '../rail.ts';

/** First digits of a card number, as text: 6 to 8 for an issuer, up to 19 for the ends of a range (ISO/IEC 7812-1). */
const CARD_DIGITS = /^\d{6,19}$/;

interface Range {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Tables of card ranges, `{"ranges": [{"from": "400000", "to": "400099", ...}]}`: digits written as text, both ends
 * of one length, `from` not above `to`, and no two ranges of one length meeting.
 */
export const binTableRail: Rail = {
  lint(document) {
    const ranges = member(document, 'ranges');
    if (!Array.isArray(ranges))
      return [{ keys: ['ranges'], rule: 'bin_ranges', message: 'a list of ranges is expected' }];
    const findings: LintFinding[] = [];
    const read: Range[] = [];
    for (const [index, range] of (ranges as readonly Json[]).entries()) {
      const from = member(range, 'from');
      const to = member(range, 'to');
      const wrongEnd = !isCardDigits(from) ? 'from' : !isCardDigits(to) ? 'to' : undefined;
      if (wrongEnd)
        findings.push({
          keys: ['ranges', index, wrongEnd],
          rule: 'bin_format',
          message: '6 to 19 digits as text are expected',
        });
      else if (isCardDigits(from) && isCardDigits(to)) {
        if (from.length !== to.length || from > to)
          findings.push({
            keys: ['ranges', index],
            rule: 'bin_order',
            message: 'both ends have one length, and from is not above to',
          });
        else read.push({ index, from, to });
      }
    }
    return [...findings, ...overlaps(read)];
  },
};

/** Sorted by their start, a range that meets another one meets the widest before it. */
function overlaps(ranges: readonly Range[]): LintFinding[] {
  const findings: LintFinding[] = [];
  const sorted = ranges.toSorted(
    (a, b) => a.from.length - b.from.length || Number(a.from > b.from) - Number(a.from < b.from),
  );
  let widest: Range | undefined;
  for (const range of sorted) {
    if (widest && widest.from.length === range.from.length && range.from <= widest.to)
      findings.push({ keys: ['ranges', range.index], rule: 'bin_overlap', message: `meets range ${widest.index}` });
    if (!widest || widest.from.length !== range.from.length || range.to > widest.to) widest = range;
  }
  return findings;
}

const isCardDigits = (value: Json | undefined): value is string => typeof value === 'string' && CARD_DIGITS.test(value);

const member = (value: Json | undefined, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as { readonly [key: string]: Json })[name]
    : undefined;
