import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { SUPPRESSIONS } from '../../../lib/suppressions.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { called, type Made } from '../support/made.ts';
import { violationsOf } from '../support/synthesise.ts';

export const nagSuite = (all: readonly Made[]): void => {
  describe('AwsSolutions', () => {
    it.each(['prod', 'dev'])('has nothing against %s', (name) => {
      expect(called(all, name).violations).toStrictEqual([]);
    });

    it('sees a planted bucket that is open to the network', () => {
      const outdir = tempFolder();
      const app = new App({ outdir });
      new Bucket(new Stack(app, 'Planted'), 'Open');
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      expect(violationsOf(() => app.synth(), outdir)).toStrictEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
    });

    it('is contradicted in four things, each with its reason', () => {
      expect(Object.values(SUPPRESSIONS).map(({ rule }) => rule)).toStrictEqual([
        'AwsSolutions-APIG4',
        'AwsSolutions-IAM5',
        'AwsSolutions-IAM5',
        'AwsSolutions-SF2',
      ]);
      expect(Object.values(SUPPRESSIONS).every(({ reason }) => reason.length > 40)).toBe(true);
    });
  });
};
