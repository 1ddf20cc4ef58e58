import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These change the whole control plane, each more than the one before: nothing is to come after them. */
const LAST = ['journeys/redeploy', 'journeys/stolen-key', 'faults/older-backup'];

/** Files by name, and at the end those that others would not survive. */
export class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => LAST.findIndex((name) => moduleId.includes(name));
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}
