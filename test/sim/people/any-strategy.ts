import type { StrategyInput } from '../../../schemas/strategy.ts';
import type { Chance } from '../chance.ts';

const seconds = (count: number): string => `PT${count}S`;

export function anyStrategy(chance: Chance): StrategyInput {
  const more = {
    healthCheckEnabled: chance.happens(0.7),
    autoPromote: chance.happens(0.8),
    nodeDeadline: seconds(chance.between(60, 300)),
    health: { holdDeadline: seconds(chance.between(60, 240)) },
  };
  const pause = seconds(chance.between(5, 40));
  switch (chance.between(1, 4)) {
    case 1:
      return { strategy: 'Canary', canaryPercentage: chance.pick([10, 25, 50]), phaseInterval: pause, ...more };
    case 2:
      return { strategy: 'BlueGreen', verificationPeriod: pause, keepBlueDuration: pause, ...more };
    case 3:
      return {
        strategy: 'Rolling',
        batchSize: chance.between(1, 3),
        batchInterval: pause,
        stopOnFailure: chance.happens(0.5),
        ...more,
      };
    default:
      return { strategy: 'Direct', ...more };
  }
}
