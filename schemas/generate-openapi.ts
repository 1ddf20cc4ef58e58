import { writeFileSync } from 'node:fs';
import { openApiDocument } from './openapi/document.ts';

/** `npm run generate`: writes what a test compares with its source. */
writeFileSync(new URL('generated/openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
