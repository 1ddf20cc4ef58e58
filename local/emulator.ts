import type { ProcessMark } from './process/process-mark.ts';

/** `ministack-iam` refuses what a role does not grant, and speaks TLS. */
export const EMULATORS = ['localstack', 'ministack', 'ministack-iam'] as const;
export type EmulatorName = (typeof EMULATORS)[number];

/** An emulated AWS that answers. */
export interface Emulator {
  /** `given` is whatever answers at the AWS_ENDPOINT_URL that somebody set; it is not ours to end. */
  readonly name: EmulatorName | 'given';
  /** What AWS_ENDPOINT_URL is to be. */
  readonly endpoint: string;
  /** Certificate of an authority of its own, if it speaks TLS: for NODE_EXTRA_CA_CERTS. */
  readonly certificate?: string;
  /** What was started for it. */
  readonly processes: readonly ProcessMark[];
}

/** Everything happens in one region of an account that does not exist. */
export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** How AWS tools and SDKs are told to talk to an emulator, and to nothing else. */
export const awsEnvironment = ({ endpoint, certificate }: Pick<Emulator, 'endpoint' | 'certificate'>) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DEFAULT_ACCOUNT: ACCOUNT,
  CDK_DEFAULT_REGION: REGION,
  // The CDK CLI reads the second one, and it may be set already.
  ...(certificate ? { NODE_EXTRA_CA_CERTS: certificate, AWS_CA_BUNDLE: certificate } : {}),
});
