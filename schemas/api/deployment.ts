import * as z from 'zod';
import {
  DeploymentCommandResponse,
  DeploymentPage,
  DeploymentQuery,
  DeploymentResponse,
  JustifiedRequest,
  PlanResponse,
  ReasonedRequest,
  StartDeploymentRequest,
  StartDeploymentResponse,
} from '../deployment.ts';
import { DeploymentNodePage } from '../deployment-node.ts';
import { DeploymentReport } from '../deployment-report.ts';
import { EventPage, PageQuery } from '../event-page.ts';
import { DeploymentId } from '../words.ts';
import type { RouteSpec } from './route.ts';

const OfDeployment = z.strictObject({ id: DeploymentId });
/** A command to a deployment; the state machine sees it at its next step. */
const command = {
  method: 'POST',
  access: 'O',
  params: OfDeployment,
  status: 202,
  response: DeploymentCommandResponse,
} as const;
const read = { method: 'GET', access: 'V', params: OfDeployment, status: 200 } as const;

export const DEPLOYMENT_ROUTES = [
  {
    operationId: 'startDeployment',
    method: 'POST',
    path: '/deployments',
    access: 'O',
    summary: 'Starts moving a cluster to a snapshot, or to its active map with one version replaced.',
    body: StartDeploymentRequest,
    status: 202,
    response: StartDeploymentResponse,
  },
  {
    operationId: 'previewPlan',
    method: 'POST',
    path: '/deployments/plan',
    access: 'O',
    summary: 'Phases with node counts, predicted duration and conflicts of a deployment that is not started.',
    body: StartDeploymentRequest,
    status: 200,
    response: PlanResponse,
  },
  {
    operationId: 'listDeployments',
    method: 'GET',
    path: '/deployments',
    access: 'V',
    summary: 'Deployments, newest first.',
    query: DeploymentQuery,
    status: 200,
    response: DeploymentPage,
  },
  {
    ...read,
    operationId: 'getDeployment',
    path: '/deployments/{id}',
    summary: 'What a deployment is doing.',
    response: DeploymentResponse,
  },
  {
    ...read,
    operationId: 'listDeploymentNodes',
    path: '/deployments/{id}/nodes',
    summary: 'How every node stands in this deployment, live: applied, failed, overdue, offline, pending, waiting.',
    query: PageQuery,
    response: DeploymentNodePage,
  },
  {
    ...read,
    operationId: 'getDeploymentReport',
    path: '/deployments/{id}/report',
    summary: 'How it went: what was measured, on which nodes, what was done about it and how long that took.',
    response: DeploymentReport,
  },
  {
    ...read,
    operationId: 'listDeploymentEvents',
    path: '/deployments/{id}/events',
    summary: 'What happened to a deployment, oldest first; poll with `next` for what came since.',
    query: PageQuery,
    response: EventPage,
  },
  {
    ...command,
    operationId: 'pauseDeployment',
    path: '/deployments/{id}/pause',
    summary: 'No further phase until somebody resumes; health is still looked at.',
    body: ReasonedRequest,
  },
  {
    ...command,
    operationId: 'resumeDeployment',
    path: '/deployments/{id}/resume',
    summary: 'Goes on where it was paused.',
    body: ReasonedRequest,
  },
  {
    ...command,
    operationId: 'advanceDeployment',
    path: '/deployments/{id}/advance',
    summary: 'Says that the present phase is done, proven or not.',
    body: JustifiedRequest,
  },
  {
    ...command,
    operationId: 'widenDeployment',
    path: '/deployments/{id}/widen',
    summary: 'Takes a held partial deployment over the rest of the cluster.',
    body: ReasonedRequest,
  },
  {
    ...command,
    operationId: 'stopDeployment',
    path: '/deployments/{id}/stop',
    summary: 'Withdraws the candidate while no node was told to switch, else rolls back (then say why).',
    body: ReasonedRequest,
  },
  {
    ...command,
    operationId: 'rollBackDeployment',
    path: '/deployments/{id}/rollback',
    summary: 'Brings back what ran before, at a higher generation, and pins the bad content.',
    body: JustifiedRequest,
  },
] as const satisfies readonly RouteSpec[];
