import { Problem } from '../../errors';

/** A Kubernetes object as it was read; nothing is known of what is in it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** An object, and where it stands. */
export interface ReadObject {
  readonly file: string;
  /** `Kind namespace/name`, or `Kind name`. */
  readonly id: string;
  readonly value: KubernetesObject;
  /** Line of the file where the object begins, from 1.
   * @default - not known, as in JSON */
  readonly line?: number;
}

/** A resource or data source of Terraform: from a configuration, a plan or a state. */
export interface TerraformResource {
  readonly file: string;
  /** Such as `azurerm_firewall_policy.hub`, with `data.` in front for a data source. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Attributes as Terraform names them. An expression is its text (`${azurerm_firewall.hub.id}`). What a plan does not know yet is the
   * expression of its configuration, `${unknown}` where that names no resource, or missing where the provider fills it in. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a folder or export holds of Terraform. */
export interface TerraformConfig {
  readonly resources: readonly TerraformResource[];
  /** Version of each provider that is asked for or was used, by short name (`azurerm`).
   * @default - the file does not say */
  readonly providers: Readonly<Record<string, string>>;
}

/** What could not be understood, and would have to be known for a verdict. */
export interface NotUnderstood {
  readonly file: string;
  /** The object or resource; empty: the file as a whole. */
  readonly object: string;
  readonly message: string;
}

/** All that was read of files and folders. */
export interface ReadOutput {
  /** In the order of files, and in each as they stand. */
  readonly objects: readonly ReadObject[];
  /**
   * What there is of Terraform. The key of a configuration is its folder: the target `hub` of `…/terraform/hub/`, else the path below what was named.
   * That of a plan or state is its folder too, with the name of the file behind it where the folder holds more than one.
   */
  readonly terraform: Readonly<Record<string, TerraformConfig>>;
  readonly notUnderstood: readonly NotUnderstood[];
  /** What is broken: with problems, what was read is not whole. */
  readonly problems: readonly Problem[];
}
