import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { breakGlass } from '../../../usecases/snapshot/break-glass.ts';
import { createSnapshot } from '../../../usecases/snapshot/create-snapshot.ts';
import { getSnapshot, listRevisions, listSnapshots } from '../../../usecases/snapshot/get-snapshot.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { validateSnapshot } from '../../../usecases/snapshot/validate-snapshot.ts';

export const snapshotBindings = {
  createSnapshot,
  listSnapshots,
  getSnapshot,
  listRevisions,
  validateSnapshot,
  approveSnapshot,
  rejectSnapshot,
  breakGlass,
};
