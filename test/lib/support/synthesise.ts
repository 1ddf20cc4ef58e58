import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../../../cdk.json' with { type: 'json' };
import { plumbline } from '../../../lib/app.ts';
import { ROOMS } from '../../../lib/rooms.ts';
import { type PlainTemplate, plainTemplates, type RawTemplate } from './plain-template.ts';

export interface Synthesised {
  readonly data: PlainTemplate;
  readonly service: PlainTemplate;
  /** As CloudFormation gets them. */
  readonly raw: { readonly data: RawTemplate; readonly service: RawTemplate };
  readonly terminationProtection: { readonly data: boolean; readonly service: boolean };
  /** What AwsSolutions and CloudFormation's own rules found; only where they were asked. */
  readonly violations: readonly string[];
}

/** Bundles of nothing: what a function does is not looked at here. @returns their folder */
export function emptyBundles(within: string): string {
  const bundles = join(within, 'functions');
  for (const room of ROOMS) {
    mkdirSync(join(bundles, room), { recursive: true });
    writeFileSync(join(bundles, room, 'index.mjs'), `export const handler = '${room}';\n`);
  }
  return bundles;
}

/** Remembering where each resource was made takes longer than making it, and reading it all by rules as long again. */
const QUICK = { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-metadata-stack-trace': true };
const UNRULED = { '@aws-cdk/core:validateAgainstDefaultRules': false };

type Context = Readonly<Record<string, string>>;

/**
 * The app as `cdk synth -c name=value` makes it, with the flags of cdk.json.
 * @param checked also by AwsSolutions and CloudFormation's own rules
 */
export function synthesise(context: Context, { checked = false }: { readonly checked?: boolean } = {}): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-cdk-'));
  try {
    return synthesiseIn(folder, context, checked);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function synthesiseIn(outdir: string, context: Context, checked: boolean): Synthesised {
  const flags = { ...cdk.context, ...QUICK, ...(checked ? {} : UNRULED) };
  const app = new App({ analyticsReporting: false, outdir, context: { ...flags, ...context } });
  const { data, service } = plumbline(app, { bundles: emptyBundles(outdir) });
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const violations = checked ? violationsOf(() => app.synth(), outdir) : [];
  if (!checked) app.synth();
  const template = (name: string) =>
    JSON.parse(readFileSync(join(outdir, `${name}.template.json`), 'utf8')) as RawTemplate;
  const raw = { data: template(data.stackName), service: template(service.stackName) };
  return {
    raw,
    ...plainTemplates(raw.data, raw.service),
    terminationProtection: {
      data: data.terminationProtection === true,
      service: service.terminationProtection === true,
    },
    violations,
  };
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly { readonly ruleName: string }[] }[];
}

/** Names of the rules that were broken; synthesis ends with an error when there are any, after writing its report. */
export function violationsOf(synth: () => unknown, outdir: string): string[] {
  try {
    synth();
  } catch (error) {
    if (!String(error).startsWith('ValidationFailed')) throw error;
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}
