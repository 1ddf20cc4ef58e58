/** How 1 MB is made up: the same bytes in fewer objects with texts, or in many small ones. */
export interface Shape {
  readonly rows: number;
  /** Characters of text in each row. */
  readonly termsLength: number;
}
/** 2,900 objects, 345 bytes each. */
export const TEXTS: Shape = { rows: 1450, termsLength: 438 };
/** 8,600 objects, 122 bytes each. */
export const NUMBERS: Shape = { rows: 4300, termsLength: 0 };

const TERMS = 'Percentages hold for cards of this range until the scheme announces others; '.repeat(6);

/** Content of about 1 MB as people publish it, and its schema; each index differs from the last in a few places. */
export const rates = (index: number, { rows, termsLength }: Shape) => ({
  rates: Array.from({ length: rows }, (_, row) => ({
    id: `rate-${row}`,
    binFrom: 400_000_000_000 + row * 1000,
    binTo: 400_000_000_999 + row * 1000,
    country: 'DE',
    percent: row % 40 === index % 40 ? 1.5 + index / 1000 : 1.25 + row / 10_000,
    currencies: ['EUR', 'USD'],
    enabled: true,
    owner: { team: 'payments', contact: 'ops@example.org' },
    note: 'standard rate for “cards”',
    ...(termsLength > 0 ? { terms: TERMS.slice(0, termsLength) } : {}),
  })),
});

export const RATES_SCHEMA = {
  type: 'object',
  required: ['rates'],
  properties: {
    rates: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'binFrom', 'binTo', 'percent'],
        properties: {
          id: { type: 'string', pattern: '^rate-\\d+$' },
          binFrom: { type: 'integer' },
          percent: { type: 'number', maximum: 100 },
        },
      },
    },
  },
} as const;
