/** Wildcards in policies, one by one: which action on which resource. */
import { Stack, type CfnResource } from 'aws-cdk-lib';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}
interface Policy {
  readonly Statement: Statement | readonly Statement[];
}

/** Eight digits of a hash at the end of a logical id, which change with the tree above it. */
const HASH = /[0-9A-F]{8}$/;

/** `ACTION on RESOURCE` of each pair that an IAM policy allows and that has a wildcard; what is said by exclusion is one. */
export function wildcardsOf(resource: CfnResource): string[] {
  return policiesOf(resource).flatMap(({ Statement: statements }) =>
    list(statements)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, NotAction, Resource: resources, NotResource }) => {
        const actions = NotAction === undefined ? list(Action) : ['* (NotAction)'];
        const targets = NotResource === undefined ? list(resources).map(textOf) : ['* (NotResource)'];
        return actions
          .flatMap((action) => targets.map((target) => `${textOf(action)} on ${target}`))
          .filter((pair) => pair.includes('*'));
      }),
  );
}

const WITH_POLICIES = ['ManagedPolicy', 'Policy', 'Role', 'User', 'Group'].map((type) => `AWS::IAM::${type}`);

function policiesOf(resource: CfnResource): Policy[] {
  if (!WITH_POLICIES.includes(resource.cfnResourceType)) return [];
  // What a resource will be in the template: the properties that were set, with references as they will be written.
  const template = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    readonly Resources: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
  };
  const [{ Properties: properties = {} }] = Object.values(template.Resources) as [
    { readonly Properties?: Readonly<Record<string, unknown>> },
  ];
  const inline = (properties.Policies ?? []) as readonly { readonly PolicyDocument: Policy }[];
  const own = properties.PolicyDocument as Policy | undefined;
  return [...(own === undefined ? [] : [own]), ...inline.map(({ PolicyDocument }) => PolicyDocument)];
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** `<StorageStudies.Arn>/studies/*` */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const record = value as Readonly<Record<string, unknown>>;
  if ('Ref' in record) return `<${String(record.Ref).replace(HASH, '')}>`;
  if ('Fn::GetAtt' in record) {
    const [id, attribute] = record['Fn::GetAtt'] as [string, string];
    return `<${id.replace(HASH, '')}.${attribute}>`;
  }
  if ('Fn::Join' in record) {
    const [separator, parts] = record['Fn::Join'] as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  throw new Error(
    `found ${Object.keys(record).join()} in a policy; required: text, Ref, Fn::GetAtt or Fn::Join`,
  );
}
