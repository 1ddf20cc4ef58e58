type Environment = { readonly [name: string]: string | undefined };

/** As AWS writes it in `AWS_ENDPOINT_URL_…`. */
export type SdkService = 'DYNAMODB' | 'S3' | 'KMS' | 'SFN' | 'EVENTBRIDGE' | 'LAMBDA' | 'SQS';

/** A request and its answer, without the bytes of a large body: these may take as long as they keep coming. */
const REQUEST_MS = 8000;
const CONNECT_MS = 1000;
/** A body that stands still for so long is given up. */
const IDLE_MS = 10_000;

/**
 * What every SDK client of ours is made with. Credentials and region are the function's own, never searched for in
 * files or asked of the network; `AWS_ENDPOINT_URL[_<SERVICE>]` leads to an emulator. A call is tried at most four
 * times within bounds, over kept connections.
 * @throws naming the variables that are missing
 */
export function sdkOptions(service: SdkService, environment: Environment) {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!region || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL'];
  const agent = { keepAlive: true, maxSockets: 64 };
  return {
    region,
    ...(endpoint ? { endpoint } : {}),
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    },
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_MS,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}
