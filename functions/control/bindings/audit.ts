import { eraseEvent } from '../../../usecases/audit/erase-event.ts';
import { getAuditTile } from '../../../usecases/audit/get-audit-tile.ts';
import { getCheckpoint } from '../../../usecases/audit/get-checkpoint.ts';
import { listAuditEvents } from '../../../usecases/audit/list-audit-events.ts';
import { readAuditLog } from '../../../usecases/audit/read-audit-log.ts';

export const auditBindings = { listAuditEvents, eraseEvent, readAuditLog, getCheckpoint, getAuditTile };
