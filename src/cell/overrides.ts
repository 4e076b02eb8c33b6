import { BtpProps, ClusterProps, EdgeIntegrationCellProps, IngressProps } from './props';

/** Changes to a cell, for `extend`: any field at the top, and any field of the maps that have required ones. */
export interface Overrides extends Partial<Omit<EdgeIntegrationCellProps, 'btp' | 'cluster' | 'ingress'>> {
  readonly btp?: Partial<BtpProps>;
  readonly cluster?: Partial<ClusterProps>;
  readonly ingress?: Partial<IngressProps>;
}
