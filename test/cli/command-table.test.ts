import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandTable } from '../../cli/command-table.ts';
import { repertoire } from '../../cli/repertoire.ts';
import { NO_HANDS } from '../support/cli.ts';

const DOCS = new URL('../../docs/cli.md', import.meta.url);
const agent = { ...NO_HANDS.agent, summary: 'Run the node agent: verify, switch, prove' };

it('docs/cli.md says what the commands are now (npm run generate)', async () => {
  const table = await commandTable(repertoire('', { ...NO_HANDS, agent }));
  expect(readFileSync(DOCS, 'utf8')).toBe(table);
  expect(table.match(/^- \*\*`plumb /gm)?.length).toBeGreaterThanOrEqual(70);
});
