import { GcpGoogleApis, GcpSecureWebProxy, GcpUrlFiltering, GcpWildcards } from '../compile/gcp';
import { EdgeIntegrationCell } from '../edge-integration-cell';

/** What both constructs take. */
export interface GcpSharedProps {
  /** The cell whose flows the rules allow. */
  readonly cell: EdgeIntegrationCell;
  /** Id of the project; may be a token. */
  readonly project: string;
  /** Region; may be a token. */
  readonly region: string;
  /** Name of a network firewall policy in the project that the network has; may be a token.
   * @default - a policy `eic-<cell>` is created and associated with the network, which can have one only */
  readonly firewallPolicy?: string;
  /** Service accounts of the cell's nodes, to which alone the rules apply; may be tokens.
   * @default - the rules apply to the addresses of the cell, in a network of its own to every VM */
  readonly targetServiceAccounts?: readonly string[];
  /** Secure tag values (`tagValues/…`) of the cell's nodes, instead of service accounts; may be tokens.
   * @default - as without service accounts */
  readonly targetSecureTags?: readonly string[];
  /** First of the 1,075,838,976 priorities among which those of our rules are chosen by their names. A literal, since it is checked now.
   * @default 10000 */
  readonly priorityBase?: number;
  /** How wildcard hosts are matched.
   * @default `refuse` */
  readonly wildcards?: GcpWildcards;
  /** URL filtering; needed with `wildcards: urlFiltering`. The stack then asks for a provider that is newer than the bindings, and may hold nothing else.
   * @default - none */
  readonly urlFiltering?: GcpUrlFiltering;
  /** The proxy; needed with `wildcards: secureWebProxy`.
   * @default - none */
  readonly secureWebProxy?: GcpSecureWebProxy;
  /** How Google APIs, and the object store of BTP on Google Cloud, are reached.
   * @default `public` */
  readonly googleApis?: GcpGoogleApis;
  /** Name of the DNS response policy that the network has already, with `googleApis: privateVip`; may be a token.
   * @default - one is created */
  readonly responsePolicy?: string;
  /** Write what GKE itself needs, also without a deny of ours?
   * @default false */
  readonly platformEgress?: boolean;
}
