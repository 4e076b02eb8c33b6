/** A Kubernetes object as it was read; nothing is known of what is in it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** An object, and where it stands. */
export interface ReadObject {
  readonly file: string;
  /** `Kind namespace/name`, or `Kind name`. */
  readonly id: string;
  readonly value: KubernetesObject;
}

/** A resource or data source of Terraform: from a configuration, a plan or a state. */
export interface TerraformResource {
  readonly file: string;
  /** Such as `azurerm_firewall_policy.hub`, with `data.` in front for a data source. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Attributes as Terraform names them. An expression is its text (`${azurerm_firewall.hub.id}`); what a plan does not know yet is missing. */
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
