/** Findings of cdk-nag that have no better answer here, each with its reason. */
import { Validations, type CfnElement, type Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The names of objects are not known beforehand; a step reaches the prefixes of its table and nothing else. */
const PREFIXES = ['studies/*', 'incoming/*', 'assessments/*'];

export function acknowledgeDeployersChoices(
  stack: Stack,
  bucket: Bucket,
  machine: StateMachine,
  invoked: readonly IFunction[],
): void {
  const acknowledge = (finding: string, reason: string): void =>
    Validations.of(stack).acknowledge({ id: `AwsSolutions-IAM5[Resource::${finding}]`, reason });
  const bucketArn = `<${stack.getLogicalId(bucket.node.defaultChild as CfnElement)}.Arn>`;
  for (const prefix of PREFIXES)
    acknowledge(`${bucketArn}/${prefix}`, 'objects below one prefix of the bucket, by step');
  for (const fn of invoked) {
    acknowledge(
      `<${stack.getLogicalId(fn.node.defaultChild as CfnElement)}.Arn>:*`,
      'any version of one function',
    );
  }
  acknowledge(
    `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${stack.getLogicalId(machine.node.defaultChild as CfnElement)}.Name>:*`,
    'executions of one machine: their names come with the studies',
  );
  acknowledge('*', 'X-Ray and the delivery of logs know no resources');
}
