import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const satisfies BucketProps;

/** Uploads in parts are nobody's way here; what somebody began by hand goes. */
const NO_PARTS = { abortIncompleteMultipartUploadAfter: Duration.days(1) };
/** A presigned URL lives minutes; one that says more was not made by us. */
const OLDEST_SIGNATURE = Duration.minutes(10);

export interface BucketsProps {
  readonly kept: boolean;
  readonly auditLock: Duration;
  readonly accessLogsKept: Duration;
  /** Whether the bucket may ask what a request says. */
  readonly requestConditions: boolean;
}

/**
 * Blobs are written once and can be erased; the audit log is locked and cannot. Who fetched what is in the third
 * bucket for a while.
 */
export class Buckets extends Construct {
  readonly blobs: Bucket;
  readonly audit: Bucket;

  constructor(scope: Construct, id: string, { kept, auditLock, accessLogsKept, requestConditions }: BucketsProps) {
    super(scope, id);
    const removalPolicy = kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...PRIVATE,
      removalPolicy,
      lifecycleRules: [{ expiration: accessLogsKept, ...NO_PARTS }],
    });
    const logged = (serverAccessLogsPrefix: string) => ({ serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix });
    this.blobs = new Bucket(this, 'Blobs', {
      ...PRIVATE,
      ...logged('blobs/'),
      removalPolicy,
      versioned: true,
      lifecycleRules: [{ expiredObjectDeleteMarker: true, ...NO_PARTS }],
    });
    this.audit = new Bucket(this, 'Audit', {
      ...PRIVATE,
      ...logged('audit/'),
      removalPolicy,
      versioned: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(auditLock),
      lifecycleRules: [{ noncurrentVersionExpiration: auditLock.plus(Duration.days(1)), ...NO_PARTS }],
    });
    if (requestConditions) {
      refuse(this.blobs, 'NoOverwrite', ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } });
      refuse(this.audit, 'NoBlindOverwrite', ['s3:PutObject'], {
        Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' },
      });
    }
    for (const bucket of [this.blobs, this.audit])
      refuse(bucket, 'NoOldSignature', ['s3:GetObject', 's3:PutObject'], {
        NumericGreaterThan: { 's3:signatureAge': OLDEST_SIGNATURE.toMilliseconds() },
      });
  }
}

function refuse(bucket: Bucket, sid: string, actions: string[], conditions: Record<string, object>): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: [bucket.arnForObjects('*')],
      conditions,
    }),
  );
}
