import { Construct } from 'constructs';
import { VpcEndpoint } from './network-bindings';

export interface S3EndpointOptions {
  readonly region: string;
  readonly vpcId: string;
  readonly routeTableIds: readonly string[];
  readonly buckets: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A gateway endpoint for S3: free, and past the firewall, so its policy names the buckets. */
export function s3Endpoint(scope: Construct, { region, vpcId, routeTableIds, buckets, tags }: S3EndpointOptions): VpcEndpoint {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const Resource = buckets.flatMap((bucket) => [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`]);
  return new VpcEndpoint(scope, 'S3', {
    vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [...new Set(routeTableIds)],
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NamedBucketsOnly', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource }] }),
    tags: { ...tags },
  });
}
