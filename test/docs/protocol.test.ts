import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSERTION_TYP, ENROLMENT_TYP, RECEIPT_TYP } from '../../core/integrity/jws.ts';
import { REFUSALS } from '../../core/node/refusals.ts';
import * as documents from '../../schemas/documents.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const protocol = read('docs/protocol.md');
const clauses = new Set([...protocol.matchAll(/^(?:## |\*\*)(§\d+(?:\.\d+)?)/gm)].map(([, clause = '']) => clause));

/** Clauses that a text cites: what follows the page's name, up to the end of the list. */
const cited = (text: string): string[] =>
  [...text.matchAll(/protocol\.md\)?,? ((?:(?:, | and | to )?§\d+(?:\.\d+)?)+)/g)].flatMap(
    ([, list = '']) => list.match(/§\d+(?:\.\d+)?/g) ?? [],
  );

describe('docs/protocol.md', () => {
  it('has numbered clauses', () => expect(clauses.size).toBeGreaterThan(50));

  it('sees a citation of a clause that is not there', () =>
    expect(cited('@see docs/protocol.md §2.3, §9.9 */').filter((clause) => !clauses.has(clause))).toStrictEqual([
      '§9.9',
    ]));

  it('has every clause that code cites', () => {
    const files = globSync('{core,usecases,adapters,functions,server,agent,cli,schemas}/**/*.ts', { cwd: root });
    const citations = files.flatMap((file) => cited(read(file)).map((clause) => ({ file, clause })));
    expect(citations.length).toBeGreaterThan(40);
    expect(citations.filter(({ clause }) => !clauses.has(clause))).toStrictEqual([]);
  });

  it('names every refusal of a node', () =>
    expect(Object.keys(REFUSALS).filter((code) => !protocol.includes(`\`${code}\``))).toStrictEqual([]));

  it.each([
    documents.IN_TOTO_PAYLOAD_TYPE,
    documents.ROOT_PAYLOAD_TYPE,
    documents.STATEMENT_TYPE,
    documents.RELEASE_TYPE,
    documents.DIRECTIVE_TYPE,
    documents.LABELS_TYPE,
    documents.VERSION_STATEMENT_TYPE,
    ENROLMENT_TYP,
    ASSERTION_TYP,
    RECEIPT_TYP,
  ])('has %s as it is', (type) => expect(protocol).toContain(type));

  it.each([
    ['release', documents.ReleasePredicate],
    ['directive', documents.DirectivePredicate],
  ] as const)('explains every member of a %s', (_name, predicate) =>
    expect(Object.keys(predicate.shape).filter((member) => !protocol.includes(`\`${member}\``))).toStrictEqual([]),
  );
});
