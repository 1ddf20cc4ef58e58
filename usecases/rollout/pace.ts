import type { Pace } from '../../core/deployment/predict.ts';
import type { World } from '../ports.ts';

/** How fast things go here, for predictions. */
export const paceOf = ({ settings }: Pick<World, 'settings'>): Pace => ({
  checkInSeconds: settings.activeCheckInSeconds,
  assessSeconds: settings.assessSeconds,
});
