import { beforeAll, describe, expect, it } from 'vitest';
import {
  changed,
  DOCUMENTS,
  OTHER_VERIFIERS,
  type SignedDocuments,
  signedDocuments,
} from '../../support/other-verifiers.ts';
import { memoryWorld } from '../../support/world.ts';

let documents: SignedDocuments;
beforeAll(async () => {
  documents = await signedDocuments(memoryWorld().world);
});

describe.each(OTHER_VERIFIERS)('$name', ({ accepts }) => {
  it.each(DOCUMENTS)('accepts a real %s, and not one letter of it changed', (document) => {
    const { envelope, pem } = documents[document];
    expect(accepts(envelope, pem)).toBe(true);
    expect(accepts(changed(envelope), pem)).toBe(false);
  });
  it('accepts no release under the root key', () =>
    expect(accepts(documents.release.envelope, documents.root.pem)).toBe(false));
});
