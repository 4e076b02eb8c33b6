import * as fc from 'fast-check';
import type { EdgeIntegrationCellProps, Receiver } from '../../../src/cell/props';

/** A random cell and how it is compiled. */
export interface RandomCell {
  readonly data: EdgeIntegrationCellProps;
  readonly deny: 'none' | 'sources';
}

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
const domain = fc.tuple(label, fc.constantFrom('acme', 'corp', 'partner', 'x-1'), fc.constantFrom('example', 'example.com', 'co.uk')).map((parts) => parts.join('.'));
const port = fc.integer({ min: 1, max: 65534 });
const address4 = fc.tuple(fc.constantFrom('198.51.100', '203.0.113', '192.168.9'), fc.integer({ min: 0, max: 15 })).map(([net, part]) => `${net}.${part * 16}`);
const cidr = fc.oneof(
  address4.map((address) => `${address}/32`), address4.map((address) => `${address}/28`), fc.integer({ min: 1, max: 0xfff }).map((part) => `2001:db8:${part.toString(16)}::/64`));
const addresses = fc.uniqueArray(cidr, { minLength: 1, maxLength: 3 });
const wildcardOr = (host: string, wildcard: boolean): string => (wildcard ? `*.${host}` : host);

const receiver: fc.Arbitrary<Receiver> = fc.oneof(
  fc.record({ protocol: fc.constant('https' as const), host: fc.tuple(domain, fc.boolean()).map(([host, wildcard]) => wildcardOr(host, wildcard)), port }),
  fc.record({ protocol: fc.constantFrom('https' as const, 'imaps' as const), host: domain, port, network: fc.constant('private' as const), addresses }),
  fc.record({ protocol: fc.constantFrom('imaps' as const, 'smtps' as const, 'pop3s' as const), host: fc.tuple(domain, fc.boolean()).map(([host, wildcard]) => wildcardOr(host, wildcard)) }),
  fc.record({ protocol: fc.constant('sftp' as const), host: domain, addresses, port }),
  fc.record({ protocol: fc.constant('kafka' as const), tls: fc.constant(true), brokers: fc.tuple(domain, port).map(([host, number]) => [`b1.${host}:${number}`, `b2.${host}:${number}`]) }),
  fc.record({ protocol: fc.constant('tcp' as const), addresses, ports: fc.tuple(port, fc.integer({ min: 1, max: 60000 })).map(([one, first]) => [one, `${first}-${first + 100}`]) }),
  fc.record({ protocol: fc.constant('http' as const), host: domain, port: fc.constantFrom(80, 8080) }),
);

/** Random cells; each has sources of its own, so that the rules of many can be tried at once. */
export const randomCell = (index: number): fc.Arbitrary<RandomCell> => fc.record({
  region: fc.constantFrom('eu10', 'eu20-001', 'us10', 'eu30'),
  narrow: fc.constantFrom('none' as const, 'region' as const),
  enforcement: fc.constantFrom('enforce' as const, 'enforce' as const, 'observe' as const),
  deny: fc.constantFrom('sources' as const, 'sources' as const, 'none' as const),
  v6: fc.boolean(),
  otherNodes: fc.boolean(),
  dns: fc.boolean(),
  revocation: fc.boolean(),
  receivers: fc.array(receiver, { maxLength: 5 }),
}).map(({ region, narrow, enforcement, deny, v6, otherNodes, dns, revocation, receivers }): RandomCell => {
  const [high, low] = [10 + Math.floor(index / 250), index % 250];
  const sources = [`10.${high}.${low}.0/24`, ...(v6 ? [`fd00:${(index + 1).toString(16)}::/32`] : [])];
  return {
    deny,
    data: {
      name: `cell-${index}`,
      enforcement,
      btp: { region, narrow },
      cluster: {
        platform: 'eks', nodeCidrs: otherNodes ? [`172.${16 + Math.floor(index / 250)}.${low}.0/24`] : sources, podCidrs: ['100.65.0.0/16'], egressSources: sources,
        apiServer: { cidrs: ['10.250.0.1/32'] }, ...(dns ? { dns: { upstream: ['10.251.0.10/32'] }, ntp: ['10.251.0.20/32'] } : {}),
      },
      ...(revocation ? { services: { revocation: { enabled: true, hosts: ['crl.acme.example', '*.ocsp.acme.example'] } } } : {}),
      ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
      receivers: Object.fromEntries(receivers.map((entry, number) => [`r${number}`, entry])),
    },
  };
});
