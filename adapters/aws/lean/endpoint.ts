type Environment = { readonly [name: string]: string | undefined };

/** Where a service answers. */
export interface Endpoint {
  readonly url: URL;
  readonly region: string;
  /** Named by the environment: an emulator, a proxy. S3 is then asked in path style. */
  readonly custom: boolean;
}

/** The name that AWS gives a service in `AWS_ENDPOINT_URL_…`. */
export type Service = 'dynamodb' | 'kms' | 'lambda' | 's3';

/**
 * `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, else the service's own address in the region, as the SDKs do.
 * @throws without a region
 */
export function endpointOf(service: Service, environment: Environment): Endpoint {
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (!region) throw new Error('no AWS region in the environment');
  const named = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || environment['AWS_ENDPOINT_URL'];
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { url: new URL(named ?? `https://${service}.${region}.${suffix}`), region, custom: Boolean(named) };
}
