import { describe, expect, it } from 'vitest';
import { settingsFrom, variableOf } from '../../server/settings.ts';
import { EMBEDDED_SETTINGS } from '../../usecases/settings.ts';

describe('settings from the environment', () => {
  it('are the embedded defaults when nothing is said', () => {
    expect(settingsFrom({ PLUMB_URL: 'x', PLUMB_ASSESS_SECONDS: '' })).toStrictEqual(EMBEDDED_SETTINGS);
  });

  it.each(Object.keys(EMBEDDED_SETTINGS))('%s can be set', (setting) => {
    const set = settingsFrom({ [variableOf(setting)]: setting === 'directiveLifetimeSeconds' ? '60' : '2' });
    expect(set).toStrictEqual({ ...EMBEDDED_SETTINGS, [setting]: setting === 'directiveLifetimeSeconds' ? 60 : 2 });
  });

  it.each([
    { name: 'PLUMB_ASSESS_SECONDS', value: '0' },
    { name: 'PLUMB_ASSESS_SECONDS', value: '1.5' },
    { name: 'PLUMB_ASSESS_SECONDS', value: 'soon' },
    { name: 'PLUMB_NODE_TOKEN_SECONDS', value: '601' }, // protocol §4: at most 10 minutes
    { name: 'PLUMB_CLUSTER_CACHE_SECONDS', value: '5.1' },
    { name: 'PLUMB_SWAP_ATTEMPTS', value: '0' },
  ])('$name=$value is refused by name', ({ name, value }) => {
    expect(() => settingsFrom({ [name]: value })).toThrow(name);
  });
});
