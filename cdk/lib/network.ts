/** A network of the functions' own: no way to the internet, and endpoints for the services that they speak to. */
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import type { Network } from './parameters.ts';

const HTTPS = 443;
const SUBNET_BITS = 24;

export class OwnNetwork extends Construct {
  readonly placement: Pick<FunctionOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;
  /** Lambda makes, and removes, an interface in the network with the function's role; it knows no resources beforehand. */
  readonly statement = new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });

  constructor(scope: Construct, id: string, { cidr, zones }: Network, flowLog: LogGroup) {
    super(scope, id);
    // The library's own types do not hold under exactOptionalPropertyTypes.
    const own = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: zones,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_BITS },
      ],
    });
    const vpc = own as IVpc;
    const writer = new Role(this, 'FlowLogRole', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
    });
    const access = new ManagedPolicy(this, 'FlowLogAccess', {
      roles: [writer],
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [flowLog.logGroupArn],
        }),
      ],
    });
    vpc
      .addFlowLog('FlowLog', {
        destination: FlowLogDestination.toCloudWatchLogs(flowLog, writer.withoutPolicyUpdates()),
      })
      .node.addDependency(access);
    const functions = new SecurityGroup(this, 'Functions', {
      vpc,
      description: 'osteon: functions, which nobody calls by the network',
      allowAllOutbound: false,
    });
    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc,
      description: 'osteon: endpoints of services',
      allowAllOutbound: false,
    });
    // Objects are reached by a gateway, whose addresses are not the network's.
    functions.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), 'services, by endpoints');
    endpoints.addIngressRule(functions, Port.tcp(HTTPS), 'functions');
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const { STEP_FUNCTIONS, SQS, KMS } = InterfaceVpcEndpointAwsService;
    for (const [name, service] of Object.entries({ StepFunctions: STEP_FUNCTIONS, Sqs: SQS, Kms: KMS }))
      vpc.addInterfaceEndpoint(name, { service, securityGroups: [endpoints], open: false });
    this.placement = {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [functions],
    };
  }
}
