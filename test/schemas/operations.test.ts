import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROUTES } from '../../schemas/api/index.ts';
import { operationTable } from '../../schemas/operation-table.ts';

const GENERATED = new URL('../../schemas/generated/operations.json', import.meta.url);

it('schemas/generated/operations.json names every operation as the route table has it (npm run generate)', () => {
  const table = operationTable();
  expect(JSON.parse(readFileSync(GENERATED, 'utf8'))).toStrictEqual(table);
  expect(Object.keys(table)).toHaveLength(ROUTES.length);
  expect(table['getHealth']).toStrictEqual({ method: 'GET', path: '/health', open: true });
  expect(table['createConfig']).toStrictEqual({ method: 'POST', path: '/configs' });
});
