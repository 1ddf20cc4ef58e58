/** Form of a node's id, on its own: every message of a node is checked against it, and few need a schema. */
export const NODE_ID = /^node-[0-9a-f]{32}$/;
