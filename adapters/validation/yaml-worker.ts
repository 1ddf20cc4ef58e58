import { parentPort } from 'node:worker_threads';
import { readYaml } from '../../core/json/read-yaml.ts';
import type { YamlAnswer } from './yaml-messages.ts';

parentPort?.on('message', (source: Uint8Array) => {
  const read = readYaml(source);
  const answer: YamlAnswer = read.ok
    ? { type: 'read', json: JSON.stringify(read.value) }
    : { type: 'refused', refusal: read };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage({ type: 'ready' });
