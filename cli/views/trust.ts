import type { TrustKeysAnswer, TrustRootSummary } from '../../schemas/trust.ts';
import type { View } from '../command-spec.ts';
import { rows } from '../output/table.ts';
import { ago } from '../output/words.ts';

export const rootLine: View<TrustRootSummary> = ({ version, epoch, expiresAt, digest }, { nowMs }) =>
  `Trust root ${version}, epoch ${epoch}, expires ${ago(expiresAt, nowMs)}, digest ${digest}`;

export const keyTable: View<TrustKeysAnswer> = ({ keys }, { ink, nowMs }) =>
  rows(
    ink,
    ['role', 'key', 'since'],
    keys.map(({ role, keyId, notBefore }) => [role, ink.name(keyId), ago(notBefore, nowMs)]),
  );
