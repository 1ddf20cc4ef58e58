import { compileRoutes } from '../../functions/shared/match-route.ts';
import { NODE_MESSAGES } from '../../schemas/api/node.ts';

/** Where one kind of caller is answered, on the emulator. */
export interface Target {
  readonly protocol: 'http:' | 'https:';
  readonly port: number;
  /** The name by which the emulator tells functions and APIs apart. */
  readonly host: string;
  /** Put before every path; '' = nothing. */
  readonly base: string;
}

export interface Targets {
  readonly people: Target;
  readonly nodes: Target;
}

const HTTP_API = /^([a-z0-9]+)\.execute-api\./;

/**
 * How to reach what a deployment says its address is. Its names resolve nowhere here: the emulator itself is asked,
 * under that name, or under its path for an HTTP API.
 * @param url an output of the stack: of a function URL, or of an HTTP API
 * @param endpoint of the emulator
 */
export function targetOf(url: string, endpoint: string): Target {
  const { protocol, port, host: gateway } = new URL(endpoint);
  const at = { protocol: protocol === 'https:' ? 'https:' : 'http:', port: Number(port) } as const;
  const { host, hostname } = new URL(url);
  const [, api] = HTTP_API.exec(hostname) ?? [];
  return api === undefined
    ? { ...at, host, base: '' }
    : { ...at, host: gateway, base: `/_aws/execute-api/${api}/$default` };
}

const isOfNodes = compileRoutes(NODE_MESSAGES);

/** Who answers this request: what nodes say goes to their function, as the routes of the HTTP API have it. */
export const targetFor = ({ people, nodes }: Targets, method: string, url: string): Target =>
  isOfNodes(method, url.split('?', 1)[0] ?? '/').found ? nodes : people;
