import type { z } from 'zod';
import type { HealthAnswer } from '../../schemas/api/meta.ts';
import type { View } from '../command-spec.ts';
import { card } from '../output/table.ts';

export const healthView: View<z.output<typeof HealthAnswer>> = (
  { status, controlPlane, time, developmentTokens },
  { ink },
) =>
  card(ink, {
    status: ink.good(status),
    'control plane': controlPlane,
    time,
    warning: developmentTokens && ink.warn('development tokens are believed'),
  });
