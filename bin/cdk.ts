import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { plumbline } from '../lib/app.ts';

const app = new App({ analyticsReporting: false });
plumbline(app, { bundles: join(import.meta.dirname, '..', 'dist', 'functions') });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
