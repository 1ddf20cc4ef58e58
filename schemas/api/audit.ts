import {
  AuditPage,
  AuditQuery,
  EraseEventRequest,
  EraseEventResponse,
  LogPage,
  LogQuery,
  TileParams,
} from '../audit.ts';
import type { RouteSpec } from './route.ts';

export const AUDIT_ROUTES = [
  {
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/audit/events',
    access: 'V',
    summary:
      'Who did what when: by time, actor, type, config, cluster, deployment, node, snapshot or trace id, oldest first.',
    query: AuditQuery,
    status: 200,
    response: AuditPage,
  },
  {
    operationId: 'eraseEvent',
    method: 'POST',
    path: '/audit/events/erase',
    access: 'A',
    summary:
      'Erases the words of people in one event (justifications, notes, descriptions); hashes stay, so the log still verifies.',
    body: EraseEventRequest,
    status: 200,
    response: EraseEventResponse,
  },
  {
    operationId: 'readAuditLog',
    method: 'GET',
    path: '/audit/log',
    access: 'V',
    summary: 'The leaves of the audit log in order, each with its event: everything `plumb audit verify` recomputes.',
    query: LogQuery,
    status: 200,
    response: LogPage,
  },
  {
    operationId: 'getCheckpoint',
    method: 'GET',
    path: '/audit/checkpoint',
    access: 'V',
    summary: 'The newest signed checkpoint of the audit log: a C2SP signed note.',
    status: 200,
    raw: true,
  },
  {
    operationId: 'getAuditTile',
    method: 'GET',
    path: '/audit/tile/{tile+}',
    params: TileParams,
    access: 'V',
    summary:
      'A tile of the audit log, named as C2SP tlog-tiles has it: `<level>/<index>`, `entries/<index>`, with `.p/<width>` for the last one.',
    status: 200,
    raw: true,
  },
] as const satisfies readonly RouteSpec[];
