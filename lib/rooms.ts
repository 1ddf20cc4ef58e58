/** The functions of the control plane: one per trust boundary, each with its own role (design: functions/). */
export const ROOMS = ['control', 'node', 'rollout', 'project', 'sweep'] as const;
export type Room = (typeof ROOMS)[number];
