/** Content of about 1 MB as people publish it, and its schema; each index differs from the last in a few places. */
export const rates = (index: number) => ({
  rates: Array.from({ length: ROWS }, (_, row) => ({
    id: `rate-${row}`,
    binFrom: 400_000_000_000 + row * 1000,
    binTo: 400_000_000_999 + row * 1000,
    country: 'DE',
    percent: row % 40 === index % 40 ? 1.5 + index / 1000 : 1.25 + row / 10_000,
    currencies: ['EUR', 'USD'],
    enabled: true,
    owner: { team: 'payments', contact: 'ops@example.org' },
    note: 'standard rate for “cards”',
  })),
});
const ROWS = 4300;

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
