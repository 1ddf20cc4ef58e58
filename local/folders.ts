import { join, resolve } from 'node:path';

/** The checkout this program belongs to. */
export const PROJECT = resolve(import.meta.dirname, '..');

/** Everything that local AWS installs, writes and remembers: ignored by git, safe to delete while nothing runs. */
export const LOCAL = join(PROJECT, '.plumb/local');

/** Installed emulators and their parts, one folder per exact set of versions. */
export const INSTALLED = join(LOCAL, 'installed');

/** What ran wrote its output here, one file per program. */
export const LOGS = join(LOCAL, 'logs');
