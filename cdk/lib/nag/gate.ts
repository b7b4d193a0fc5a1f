/**
 * What lets a template through: the packs of cdk-nag, whose every finding is either mended or acknowledged for one finding of one
 * resource, with a reason. cdk-nag's own acknowledgements cover whatever lies below a construct and any statement of a policy
 * (`iam:PassRole` on `*` passed with the traces' `*`), so they are refused here, and one that nothing needs any more is too.
 */
import {
  CfnResource,
  Validations,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

import { wildcardsOf } from './wildcards.ts';

export interface Finding {
  /** `PACK-RULE`, for wildcards in policies `PACK-RULE[ACTION on RESOURCE]`. */
  readonly finding: string;
  /** Path of the resource in the tree of constructs. */
  readonly resource: string;
}

export interface Acknowledgement extends Finding {
  /** As an auditor would read it. */
  readonly reason: string;
}

const WILDCARD_RULE = 'AwsSolutions-IAM5';

/** Every finding of the three packs below `scope`, acknowledged or not. */
export function findingsBelow(scope: IConstruct): Finding[] {
  const packs = [new AwsSolutionsChecks(scope), new HIPAASecurityChecks(scope), new NIST80053R5Checks(scope)];
  const found = packs.flatMap((pack) =>
    pack
      .validateScope(scope)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ finding: ruleName, resource: constructPath ?? '' })),
      ),
  );
  const wildcards = resourcesBelow(scope).flatMap((resource) =>
    wildcardsOf(resource).map((wildcard) => ({
      finding: `${WILDCARD_RULE}[${wildcard}]`,
      resource: resource.node.path,
    })),
  );
  const refined = new Set(wildcards.map(({ resource }) => resource));
  return [
    ...found.filter(({ finding, resource }) => !finding.startsWith(WILDCARD_RULE) || !refined.has(resource)),
    ...wildcards,
  ];
}

export class NagGate implements IPolicyValidationPlugin {
  readonly name = 'osteon';
  readonly #acknowledged: readonly Acknowledgement[];

  constructor(acknowledged: readonly Acknowledgement[]) {
    this.#acknowledged = acknowledged;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // The library hands it to plugins and has not yet put it in their type.
    const { appConstruct } = context as IPolicyValidationContext & { readonly appConstruct: IConstruct };
    return this.report(appConstruct);
  }

  report(scope: IConstruct): PolicyValidationPluginReport {
    const findings = findingsBelow(scope);
    const key = ({ finding, resource }: Finding): string => `${finding} at ${resource}`;
    const acknowledged = new Set(this.#acknowledged.map(key));
    const found = new Set(findings.map(key));
    const violations = [
      ...findings
        .filter((finding) => !acknowledged.has(key(finding)))
        .map((finding) => violation(finding, 'found, and not acknowledged for this resource')),
      ...this.#acknowledged
        .filter((finding) => !found.has(key(finding)))
        .map((finding) => violation(finding, 'acknowledged, and not found any more: remove the line')),
      ...acknowledgedElsewhere(scope).map((resource) =>
        violation({ finding: 'acknowledgement', resource }, 'required: a line of cdk/lib/nag'),
      ),
    ];
    return { success: violations.length === 0, violations };
  }
}

function violation({ finding, resource }: Finding, description: string): PolicyViolation {
  return {
    ruleName: finding,
    description,
    severity: 'error',
    violatingResources: [{ constructPath: resource, locations: ['Properties'] }],
  };
}

function resourcesBelow(scope: IConstruct): CfnResource[] {
  return scope.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
}

const OF_A_PACK = /(^|::)(AwsSolutions|HIPAA\.Security|NIST\.800\.53\.R5)-/i;

/** Paths of constructs where a rule of a pack is acknowledged in the library's way, which is broader than one finding. */
function acknowledgedElsewhere(scope: IConstruct): string[] {
  return scope.node
    .findAll()
    .filter(({ node }) =>
      node.metadata.some(
        ({ type, data }) =>
          type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY &&
          Object.keys(data as Readonly<Record<string, string>>).some((id) => OF_A_PACK.test(id)),
      ),
    )
    .map(({ node }) => node.path);
}
