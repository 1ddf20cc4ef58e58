import { writeFileSync } from 'node:fs';
import { operationTable } from './operation-table.ts';

/** `npm run generate`: writes what a test compares with its source. */
writeFileSync(new URL('generated/operations.json', import.meta.url), `${JSON.stringify(operationTable(), null, 2)}\n`);
