import type { AccessRight, SetAccessRequest } from '../schemas/access.ts';
import type { OptionSpec } from './command-spec.ts';
import { usage } from './failure.ts';
import type { Input } from './input.ts';

export const ACCESS_OPTIONS: readonly OptionSpec[] = [
  ['--grant <subject=rights>', 'read, write, operate, joined by commas (repeat)', 'repeated'],
  ['--open', 'take the list away: roles alone decide'],
  ['--closed', 'an empty list: Admins alone'],
];

/** The whole list as it shall be. @throws a usage failure unless exactly one of the three ways is used */
export function accessOf(input: Input): SetAccessRequest {
  const granted = input.pairs('grant');
  const ways = [granted !== undefined, input.flag('open'), input.flag('closed')].filter(Boolean).length;
  if (ways !== 1) throw usage('say --grant, --open or --closed');
  if (input.flag('open')) return { entries: null };
  const entries = Object.entries(granted ?? {});
  return { entries: entries.map(([subject, rights]) => ({ subject, rights: rights.split(',') as AccessRight[] })) };
}
