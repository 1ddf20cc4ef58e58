/** Who signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present on every temporary credential, and so in every function. */
  readonly sessionToken?: string;
}

type Environment = { readonly [name: string]: string | undefined };

/**
 * The credentials that Lambda gives a function of its role. They are read at each call: an environment that lives on
 * may be given new ones.
 * @throws when there are none
 */
export const environmentCredentials = (environment: Environment): Credentials => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error('no AWS credentials in the environment');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
