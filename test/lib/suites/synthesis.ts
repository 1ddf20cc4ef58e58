import { App } from 'aws-cdk-lib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import cdk from '../../../cdk.json' with { type: 'json' };
import { plumbline } from '../../../lib/app.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { called, type Made } from '../support/made.ts';
import { synthesise } from '../support/synthesise.ts';

/** Assets are named for their content and place, which has another account and region in it. */
const withoutAssets = ({ data, service }: Pick<Made, 'data' | 'service'>) =>
  JSON.stringify([data, service]).replaceAll(/"S3Bucket":"[^"]+"/g, '"S3Bucket":""');

export const synthesisSuite = (all: readonly Made[], context: Readonly<Record<string, string>>): void => {
  describe('synthesis', () => {
    afterEach(() => void vi.unstubAllEnvs());
    const agnostic = called(all, 'local');

    it('makes the same templates again', () => {
      expect(synthesise({ stage: 'local', ...context }).raw).toStrictEqual(agnostic.raw);
    });

    it('makes the same with account and Region known, as the CLI tells them, and without', () => {
      vi.stubEnv('CDK_DEFAULT_ACCOUNT', '123456789012');
      vi.stubEnv('CDK_DEFAULT_REGION', 'eu-west-1');
      const known = synthesise({ stage: 'local', ...context });
      expect(withoutAssets(known)).toBe(withoutAssets(agnostic));
      expect(JSON.stringify(known.raw)).not.toBe(JSON.stringify(agnostic.raw));
    });

    it('says what to do when the functions are not built', () => {
      const app = new App({ outdir: tempFolder(), context: { ...cdk.context, stage: 'local', ...context } });
      expect(() => plumbline(app, { bundles: tempFolder() })).toThrow('run "npm run build" first');
    });
  });
};
