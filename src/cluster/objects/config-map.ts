import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, ObjectProps } from './cell-object';

export interface ConfigMapProps extends ObjectProps {
  /** Files by name. */
  readonly data: Readonly<Record<string, string>>;
}

/** `ConfigMap` (v1). */
export class ConfigMap extends ApiObject {
  public constructor(scope: Construct, id: string, props: ConfigMapProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadataOf(props), data: props.data });
  }
}
