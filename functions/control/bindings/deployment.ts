import { advanceDeployment } from '../../../usecases/deployment/advance-deployment.ts';
import { getDeployment } from '../../../usecases/deployment/get-deployment.ts';
import { getDeploymentReport } from '../../../usecases/deployment/get-deployment-report.ts';
import { listDeploymentEvents } from '../../../usecases/deployment/list-deployment-events.ts';
import { listDeploymentNodes } from '../../../usecases/deployment/list-deployment-nodes.ts';
import { listDeployments } from '../../../usecases/deployment/list-deployments.ts';
import { pauseDeployment } from '../../../usecases/deployment/pause-deployment.ts';
import { previewPlan } from '../../../usecases/deployment/preview-plan.ts';
import { resumeDeployment } from '../../../usecases/deployment/resume-deployment.ts';
import { rollBackDeployment, stopDeployment } from '../../../usecases/deployment/roll-back-deployment.ts';
import { startDeployment } from '../../../usecases/deployment/start-deployment.ts';
import { widenDeployment } from '../../../usecases/deployment/widen-deployment.ts';

export const deploymentBindings = {
  startDeployment,
  previewPlan,
  listDeployments,
  getDeployment,
  listDeploymentNodes,
  getDeploymentReport,
  listDeploymentEvents,
  pauseDeployment,
  resumeDeployment,
  advanceDeployment,
  widenDeployment,
  stopDeployment,
  rollBackDeployment,
};
