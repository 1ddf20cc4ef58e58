import type { AccessList } from '../../schemas/access.ts';
import type { View } from '../command-spec.ts';
import { rows } from '../output/table.ts';

export const accessTable: View<AccessList> = ({ entries }, { ink }) => {
  if (entries === null) return 'No list: roles alone decide.';
  if (entries.length === 0) return 'An empty list: Admins alone.';
  return rows(
    ink,
    ['subject', 'rights'],
    entries.map(({ subject, rights }) => [subject, rights.join(' ')]),
  );
};
