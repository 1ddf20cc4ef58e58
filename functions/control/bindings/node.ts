import { getNode, getNodeTimeline } from '../../../usecases/node/get-node.ts';
import { listNodes } from '../../../usecases/node/list-nodes.ts';
import { forceSync, unquarantineNode } from '../../../usecases/node/order-node.ts';
import { removeNode } from '../../../usecases/node/remove-node.ts';
import { confirmReplacement, replaceNode } from '../../../usecases/node/replace-node.ts';
import { setNodeLabels } from '../../../usecases/node/set-node-labels.ts';

/** What people do with nodes; what nodes send is bound in functions/node. */
export const nodeBindings = {
  listNodes,
  getNode,
  getNodeTimeline,
  forceSync,
  unquarantineNode,
  replaceNode,
  confirmReplacement,
  setNodeLabels,
  removeNode,
};
