import type { EdgeIntegrationCellProps } from '../../../src/cell/props';

/** A cell with every kind of rule: wildcards, exact names, names at addresses, HTTP, TCP and UDP by address, nodes with other addresses, IPv6. */
export const SAMPLE: EdgeIntegrationCellProps = {
  name: 'sample',
  btp: { region: 'eu10' },
  cluster: {
    platform: 'eks', nodeCidrs: ['10.43.0.0/24'], podCidrs: ['100.65.0.0/16'], egressSources: ['10.42.0.0/16', 'fd00:42::/32'], apiServer: { cidrs: ['10.250.0.1/32'] },
    dns: { upstream: ['10.251.0.10/32'] },
  },
  services: { revocation: { enabled: true, hosts: ['crl.acme.example', '*.ocsp.acme.example'] } },
  ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
  receivers: {
    s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
    bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '2001:db8:7::/64'] },
    events: { protocol: 'kafka', tls: true, brokers: ['b1.kafka.example:9093'] },
    mail: { protocol: 'imaps', host: '*.mail.acme.example' },
  },
};

/** Another one, at other addresses. */
export const NEIGHBOUR: EdgeIntegrationCellProps = {
  ...SAMPLE, name: 'neighbour', cluster: { ...SAMPLE.cluster, nodeCidrs: ['10.53.0.0/24'], egressSources: ['10.52.0.0/16', 'fd00:52::/32'] },
  receivers: { tax: { protocol: 'https', host: 'api.tax.example' } },
};
