import { join } from 'node:path';
import { blobFiles } from '../../adapters/embedded/blobs/blob-files.ts';
import { workerSchemaRunner } from '../../adapters/validation/schema-runner.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { canonicalText } from '../../core/json/canonical-text.ts';
import { utf8 } from '../../usecases/config/utf8.ts';
import { timed } from '../support/percentiles.ts';
import { size } from '../support/size.ts';
import { RATES_SCHEMA, rates, TEXTS } from './rates.ts';

/** Unmeasured, so that each step is compiled and warm. */
const WARM_UP = size(10, 1);

/** What publishing is made of, each step by itself in this process: its name and how long each run took (milliseconds). */
export async function publishSteps(folder: string, runs: number): Promise<(readonly [string, readonly number[]])[]> {
  const value = rates(0, TEXTS);
  const sent = JSON.stringify(value);
  const text = canonical(value);
  const bytes = utf8(text);
  const blobs = blobFiles(join(folder, 'blobs'));
  const schemas = workerSchemaRunner();
  try {
    const steps: readonly [string, (run: number) => unknown][] = [
      ['read strictly into its canonical form', () => canonicalText(sent)],
      ['turned into UTF-8', () => utf8(text)],
      ['SHA-256', () => sha256Hex(bytes)],
      ['validation in a worker', () => schemas.validate(JSON.stringify(RATES_SCHEMA), text)],
      ['the bytes on the disk', (run) => blobs.store({ namespace: 'rates', sha256: sha256Hex(`${run}`) }, bytes)],
    ];
    const measured: (readonly [string, readonly number[]])[] = [];
    for (const [name, step] of steps) measured.push([name, (await timed(WARM_UP + runs, step)).slice(WARM_UP)]);
    return measured;
  } finally {
    await schemas.close();
  }
}
