import { issueDirective, later, T0 } from '../../../support/fleet-documents.ts';
import { at, directive, install, next, type Row } from './answers.ts';
import { directiveNow, keys, root, windowed } from './documents.ts';

/** A directive that outlives the root. */
function fresh() {
  return { ...directiveNow.document.predicate, expiresAt: later(86_400, root.document.expiresAt) };
}

/** When something expires, and when a release may run. */
export const TIME: readonly Row[] = [
  {
    code: 'directive_expired',
    when: 'it expires at this very instant',
    refused: () => directive(issueDirective(keys, 3, { expiresAt: T0 }).envelope),
    accepted: () => directive(issueDirective(keys, 3, { expiresAt: later(0.001) }).envelope),
  },
  {
    code: 'directive_expired',
    when: 'the held one expires before its release is installed',
    refused: () => next(at(86_400)),
    accepted: () => next(at(86_399.999)),
  },
  {
    code: 'root_expired',
    when: 'it expires at this very instant',
    refused: () => next({ nowMs: Date.parse(root.document.expiresAt), directive: fresh() }),
    accepted: () => next({ nowMs: Date.parse(root.document.expiresAt) - 1, directive: fresh() }),
  },
  {
    code: 'not_yet_effective',
    when: 'a millisecond before its window',
    refused: () => install(windowed, at(9.999)),
    accepted: () => install(windowed, at(10)),
  },
  {
    code: 'no_longer_effective',
    when: 'the window ends at this very instant',
    refused: () => install(windowed, at(20)),
    accepted: () => install(windowed, at(19.999)),
  },
];
