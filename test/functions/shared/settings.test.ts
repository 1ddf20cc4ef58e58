import { describe, expect, expectTypeOf, it } from 'vitest';
import { type SettingVariables, settingsFrom, variableOf } from '../../../functions/shared/settings.ts';
import { AWS_SETTINGS, EMBEDDED_SETTINGS } from '../../../usecases/settings.ts';

describe('settings from the environment', () => {
  it('are the embedded defaults when nothing is said', () => {
    expect(settingsFrom({ PLUMB_URL: 'x', PLUMB_ASSESS_SECONDS: '' }, EMBEDDED_SETTINGS)).toStrictEqual(
      EMBEDDED_SETTINGS,
    );
  });

  it.each(Object.keys(EMBEDDED_SETTINGS))('%s can be set', (setting) => {
    const value = setting === 'directiveLifetimeSeconds' ? 60 : 2;
    const set = settingsFrom({ [variableOf(setting)]: String(value) }, EMBEDDED_SETTINGS);
    expect(set).toStrictEqual({ ...EMBEDDED_SETTINGS, [setting]: value });
  });

  it.each([
    { name: 'PLUMB_ASSESS_SECONDS', value: '0' },
    { name: 'PLUMB_ASSESS_SECONDS', value: '1.5' },
    { name: 'PLUMB_ASSESS_SECONDS', value: 'soon' },
    { name: 'PLUMB_NODE_TOKEN_SECONDS', value: '601' }, // protocol §4: at most 10 minutes
    { name: 'PLUMB_CLUSTER_CACHE_SECONDS', value: '5.1' },
    { name: 'PLUMB_CHECKPOINT_SECONDS', value: '61' }, // protocol §6: at least once a minute
    { name: 'PLUMB_SWAP_ATTEMPTS', value: '0' },
    { name: 'PLUMB_SWAP_ATTEMPTS', value: '101' },
    { name: 'PLUMB_SWAP_BACKOFF_SECONDS', value: ' ' },
    { name: 'PLUMB_IDLE_CHECK_IN_SECONDS', value: '0' },
    { name: 'PLUMB_IDLE_CHECK_IN_SECONDS', value: 'Infinity' },
  ])('$name=$value is refused by name', ({ name, value }) => {
    expect(() => settingsFrom({ [name]: value }, EMBEDDED_SETTINGS)).toThrow(`${name}: `);
  });

  it.each([
    { name: 'PLUMB_NODE_TOKEN_SECONDS', value: '600', setting: 'nodeTokenSeconds' },
    { name: 'PLUMB_CLUSTER_CACHE_SECONDS', value: '0', setting: 'clusterCacheSeconds' },
    { name: 'PLUMB_CLUSTER_CACHE_SECONDS', value: '5', setting: 'clusterCacheSeconds' },
    { name: 'PLUMB_IDLE_CHECK_IN_SECONDS', value: '0.5', setting: 'idleCheckInSeconds' },
  ] as const)('$name=$value is taken', ({ name, value, setting }) => {
    expect(settingsFrom({ [name]: value }, AWS_SETTINGS)[setting]).toBe(Number(value));
  });

  it('has a variable for every setting, each known as a type', () => {
    const variables: SettingVariables = Object.fromEntries(
      Object.entries(AWS_SETTINGS).map(([setting, value]) => [variableOf(setting), String(value)]),
    );
    expect(settingsFrom({ ...variables }, EMBEDDED_SETTINGS)).toStrictEqual(AWS_SETTINGS);
    expectTypeOf<SettingVariables>().toHaveProperty('PLUMB_IDLE_CHECK_IN_SECONDS');
  });
});
