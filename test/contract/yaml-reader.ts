import { describe, expect, it } from 'vitest';
import { CONTENT_LIMITS } from '../../schemas/content-limits.ts';
import type { YamlReader } from '../../usecases/ports.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** A document of exactly so many bytes, of the kind people write. */
const documentOf = (sizeBytes: number): string => {
  const row = (bin: number) => `- bin: "${bin}"\n  country: DE\n  note: ${'card range of a test bank '.repeat(36)}\n`;
  const rows = Array.from({ length: Math.floor(sizeBytes / row(400_000).length) }, (_, at) => row(400_000 + at)).join(
    '',
  );
  return rows.concat('#'.repeat(sizeBytes - rows.length));
};

/** @see usecases/ports/yaml-reader.ts */
export function yamlReaderContract(open: () => YamlReader): void {
  const reader = open();
  describe('YAML reader', () => {
    it('reads the same model as JSON', async () =>
      expect(await reader.read(bytes('a: [1, 1.50, "x"]\nb: ~'))).toStrictEqual({
        ok: true,
        value: { a: [1, 1.5, 'x'], b: null },
      }));

    it.each([
      { text: 'a: &x 1', code: 'yaml_invalid', pointer: '/a', line: 1 },
      { text: 'a: 1\nid: 9007199254740993', code: 'number_not_exact', pointer: '/id', line: 2 },
      { text: 'a: 1\na: 2', code: 'duplicate_key', pointer: '/a', line: 2 },
      { text: '['.repeat(20_000), code: 'too_deep', pointer: '' },
    ])('refuses $code with its place', async ({ text, code, ...place }) =>
      expect(await reader.read(bytes(text))).toMatchObject({ ok: false, code, details: { errors: [place] } }),
    );

    it('takes 1 MB', async () => {
      const read = await reader.read(bytes(documentOf(CONTENT_LIMITS.yamlBytes)));
      expect(read.ok && Array.isArray(read.value) && read.value.length).toBeGreaterThan(1000);
    });

    it('and not a byte more', async () =>
      expect(await reader.read(bytes(documentOf(CONTENT_LIMITS.yamlBytes + 1)))).toMatchObject({ code: 'too_large' }));

    it('answers each of many asked at the same time with its own document', async () =>
      expect(
        await Promise.all([1, 2, 3].map(async (each) => (await reader.read(bytes(`a: ${each}`))).ok && each)),
      ).toStrictEqual([1, 2, 3]));
  });
}
