import { permissionsOf } from '../../../../lib/permissions.ts';
import type { World } from '../../../../usecases/ports.ts';

const OWN = permissionsOf('node', { checkpointKey: 'kms', requestConditions: true });
const mayDo = (action: string): boolean => OWN.some(({ actions }) => actions.includes(action));

/** Kinds of streams and namespaces of blobs that the role may write, read from the table the stack is made of. */
export const WRITES = {
  streams: OWN.flatMap(({ when }) => Object.values(when ?? {}).flatMap((keys) => Object.values(keys).flat())).flatMap(
    (key) => /\/([a-z-]+)\/\*$/.exec(key)?.[1] ?? [],
  ),
  blobs: OWN.filter(({ actions }) => actions.includes('s3:PutObject')).flatMap(({ on }) =>
    on.map((resource) => resource.replace(/^blobs\//, '')),
  ),
} as const;

/** What IAM says to whoever holds the role and tries more. */
export class AccessDenied extends Error {}
const denied = (what: string): never => {
  throw new AccessDenied(`the node function's role may not ${what}`);
};
const none = <P extends keyof World>(port: P): World[P] =>
  new Proxy({}, { get: (_, method) => async () => denied(`${port}.${String(method)}`) }) as World[P];

/**
 * The ports of the node function, as its role has them: it reads streams, blobs and pulses, makes URLs for any blob,
 * holds the keys of node tokens, writes streams of four kinds and evidence, and signs nothing.
 */
export function nodeRoom(world: World): World {
  if (mayDo('kms:Sign') || mayDo('lambda:InvokeFunction'))
    throw new Error('the role may sign: this room is too narrow');
  const { streams, blobs, signer } = world;
  const mayPut = (namespace: string) => WRITES.blobs.includes(namespace) || denied(`put into ${namespace}`);
  return {
    ...world,
    streams: {
      ...streams,
      append: async (writes, command) => {
        for (const { stream } of writes) {
          const [, kind = ''] = stream.split('/');
          if (!WRITES.streams.includes(kind)) denied(`append to ${kind}`);
        }
        return streams.append(writes, command);
      },
    },
    blobs: {
      ...blobs,
      put: async (namespace, ...what) => mayPut(namespace) && blobs.put(namespace, ...what),
      copy: async (sha256, from, to) => mayPut(to) && blobs.copy(sha256, from, to),
      openUpload: async (upload) => mayPut(upload.namespace) && blobs.openUpload(upload),
      erase: async () => denied('erase a blob'),
    },
    signer: { publicKeys: () => signer.publicKeys(), sign: async () => denied('sign') },
    issuing: none('issuing'),
    workflow: none('workflow'),
    bus: none('bus'),
    log: none('log'),
    witness: none('witness'),
    schemas: none('schemas'),
    yaml: none('yaml'),
  };
}
