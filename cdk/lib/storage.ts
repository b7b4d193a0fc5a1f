/** The key and the buckets: what an object is decides how long it is kept, and the first part of its key says what it is. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import type { Parameters, SignedReportsLock } from './parameters.ts';

const UNFINISHED_UPLOAD_DAYS = 2;
/** A volume's old version: it is one of a retry, or was deleted for its age. */
const OLD_VOLUME_DAYS = 1;

/** An answer's: it was deleted for its age. */
const OLD_ANSWER_DAYS = 1;

export class Storage extends Construct {
  readonly key: Key;
  /** Makes the patients' pseudonyms; nobody can take it out. */
  readonly pseudonymKey: Key;
  readonly incoming: Bucket;
  /** Studies, assessments, the sites' indexes, calibrations, campaigns, rows of results and answers to queries. */
  readonly studies: Bucket;
  /** Signed reports. */
  readonly reports: Bucket;
  readonly #accessLogs: Bucket;
  readonly #removal: { readonly removalPolicy: RemovalPolicy };

  constructor(scope: Construct, id: string, { retention, signedReportsLock, removable }: Parameters) {
    super(scope, id);
    this.#removal = { removalPolicy: removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN };
    this.key = this.#key();
    this.pseudonymKey = new Key(this, 'PseudonymKey', {
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      description: 'osteon: pseudonyms of patients in tables',
      ...this.#removal,
    });
    const { uploads, arrivals, volumes, results, answers, signedReports, oldVersions, accessLogs } =
      retention;
    this.#accessLogs = new Bucket(this, 'AccessLogs', {
      ...PRIVATE,
      ...this.#removal,
      // S3 delivers access logs to no bucket with a key of its own.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        { expiration: Duration.days(accessLogs), noncurrentVersionExpiration: Duration.days(oldVersions) },
      ],
    });
    const everything: LifecycleRule = {
      abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
      noncurrentVersionExpiration: Duration.days(oldVersions),
    };
    const ending = (days: number | null, where: LifecycleRule): LifecycleRule[] =>
      days === null ? [] : [{ ...where, expiration: Duration.days(days) }];
    this.incoming = this.#bucket('Incoming', {
      lifecycleRules: [everything, ...ending(uploads, {}), ...ending(arrivals, { prefix: 'arrivals/' })],
    });
    this.studies = this.#bucket('Studies', {
      lifecycleRules: [
        everything,
        ...ending(uploads, { prefix: 'studies/' }),
        ...ending(volumes, {
          prefix: 'assessments/',
          tagFilters: { class: 'volume' },
          noncurrentVersionExpiration: Duration.days(OLD_VOLUME_DAYS),
        }),
        ...ending(answers, {
          prefix: 'answers/',
          noncurrentVersionExpiration: Duration.days(OLD_ANSWER_DAYS),
        }),
        ...['assessments/', 'results/', 'sites/', 'campaigns/'].flatMap((prefix) =>
          ending(results, { prefix }),
        ),
      ],
    });
    // Said on the resource itself: the library's own switch would bring a function of its own with a managed policy.
    (this.studies.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.reports = this.#bucket('Reports', {
      lifecycleRules: [everything, ...ending(signedReports, {})],
      ...(signedReportsLock === null ? {} : lockOf(signedReportsLock)),
    });
  }

  /** @param prefix of keys: `studies/*` */
  bucketOf(prefix: string): Bucket {
    const part = prefix.slice(0, prefix.indexOf('/'));
    const bucket = this.#parts().get(part);
    if (bucket === undefined)
      throw new Error(
        `found ${prefix}; required: a prefix of one of ${[...this.#parts().keys()].join(', ')}`,
      );
    return bucket;
  }

  /** What a function finds its buckets by: `studies=NAME,incoming=NAME`, for those prefixes alone that it uses. */
  variableFor(prefixes: readonly string[]): string {
    const parts = new Set(prefixes.map((prefix) => prefix.slice(0, prefix.indexOf('/'))));
    return [...parts]
      .sort()
      .map((part) => `${part}=${this.bucketOf(`${part}/`).bucketName}`)
      .join(',');
  }

  /** Signed reports come from one function: whatever else the account allows, its bucket takes nothing from anybody else. */
  signedReportsFrom(writer: IRole): void {
    this.reports.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.reports.arnForObjects('*')],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': writer.roleArn } },
      }),
    );
  }

  #parts(): ReadonlyMap<string, Bucket> {
    return new Map([
      ['incoming', this.incoming],
      ['arrivals', this.incoming],
      ...['studies', 'assessments', 'sites', 'calibrations', 'results', 'campaigns', 'answers'].map(
        (part) => [part, this.studies] as const,
      ),
      ['reports', this.reports],
    ]);
  }

  #bucket(id: string, props: BucketProps): Bucket {
    return new Bucket(this, id, {
      ...PRIVATE,
      ...this.#removal,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      // The library's own types do not hold under exactOptionalPropertyTypes.
      serverAccessLogsBucket: this.#accessLogs as IBucket,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      ...props,
    });
  }

  #key(): Key {
    const { region, account, partition } = Stack.of(this);
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      description: 'osteon: studies, results, queues, logs',
      ...this.#removal,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
          },
        },
      }),
    );
    // For what EventBridge and CloudWatch write to queues and topics. The rules cannot be named, as they depend on the key.
    for (const service of ['events', 'cloudwatch'])
      key.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': account } },
        }),
      );
    return key;
  }
}

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  versioned: true,
} as const;

function lockOf({ mode, days }: SignedReportsLock): Partial<BucketProps> {
  const length = Duration.days(days);
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention:
      mode === 'compliance' ? ObjectLockRetention.compliance(length) : ObjectLockRetention.governance(length),
  };
}
