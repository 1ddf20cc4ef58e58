import type { z } from 'zod';
import type { EnrolmentToken, EnrolmentTokenPage, NewEnrolmentToken } from '../../schemas/enrolment-token.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, pairs } from '../output/words.ts';
import { empty } from './empty.ts';

/** On a line of its own, so that it can be copied; scripts take `token` from --json. */
export const newTokenCard: View<NewEnrolmentToken> = ({ token, ...about }, look) =>
  [
    card(look.ink, {
      id: look.ink.name(about.id),
      cluster: about.cluster,
      node: about.node,
      uses: String(about.uses),
      labels: pairs(about.labels) || undefined,
      expires: ago(about.expiresAt, look.nowMs),
    }),
    '',
    token,
    '',
    look.ink.faint('Shown this once. Keep it in a file that only the node can read: plumb agent --token-file FILE'),
  ].join('\n');

export const tokenTable: View<z.output<typeof EnrolmentTokenPage>> = ({ tokens }, { ink, nowMs }) =>
  tokens.length === 0
    ? empty('enrolment tokens', 'plumb enrolment-token create')
    : rows(
        ink,
        ['token', 'cluster', 'state', 'uses left', 'labels', 'by', 'created'],
        tokens.map((token) => [
          ink.name(token.id),
          token.cluster,
          stateOf(token, ink, nowMs),
          `${token.usesLeft}/${token.uses}`,
          pairs(token.labels) || '–',
          token.createdBy,
          ago(token.createdAt, nowMs),
        ]),
      );

function stateOf({ withdrawnAt, expiresAt, usesLeft }: EnrolmentToken, ink: Look['ink'], nowMs: number): string {
  if (withdrawnAt) return ink.bad('withdrawn');
  if (Date.parse(expiresAt) <= nowMs) return ink.faint('expired');
  return usesLeft === 0 ? ink.faint('used up') : ink.good(`expires ${ago(expiresAt, nowMs)}`);
}
