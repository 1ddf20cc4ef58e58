import { writeFileSync } from 'node:fs';
import { commandTable } from './command-table.ts';
import { repertoire } from './repertoire.ts';

/** Nothing is run here, so nothing is handed in. */
const never = (): Promise<never> => Promise.reject(new Error('only described'));
const agent = { name: 'agent', summary: 'Run the node agent: verify, switch, prove', load: never };
const described = repertoire('', { signToken: never, openTrust: never, agent });

writeFileSync(new URL('../docs/cli.md', import.meta.url), await commandTable(described));
