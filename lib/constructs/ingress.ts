import type { Construct } from 'constructs';
import { FunctionUrls } from './function-urls.ts';
import { HttpIngress } from './http-ingress.ts';
import type { Ingress, IngressProps } from './ingress-form.ts';

/** One ingress in two forms; both hand over events of payload format 2.0, and the handlers check tokens behind both. */
export const ingress = (scope: Construct, id: string, props: IngressProps): Ingress =>
  props.stage.ingress === 'http-api' ? new HttpIngress(scope, id, props) : new FunctionUrls(scope, id, props);
