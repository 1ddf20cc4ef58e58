import type { Outcome } from '../../core/decision.ts';
import type { Json } from '../../schemas/words.ts';

/**
 * Reads YAML as core/json/read-yaml.ts does, with its refusals, where it holds nobody up: the parser takes seconds for
 * a megabyte. Time and memory are limited: `yaml_too_costly`, and the next document is read all the same.
 */
export interface YamlReader {
  read(source: Uint8Array): Promise<Outcome<Json>>;
}
