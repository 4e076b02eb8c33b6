import * as fc from 'fast-check';
import { compileCluster, EgressRuleRow, NetworkPolicyRow } from '../../../src/compile/cluster';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { Cidr } from '../../../src/net';
import { cellWith } from '../../support/cells';

const policies = (cell: EdgeIntegrationCell) => compileCluster(cell.definition, cell.plan).networkPolicies;
const policy = (cell: EdgeIntegrationCell, name: string, namespace = 'edge-icell'): NetworkPolicyRow =>
  policies(cell).find((row) => row.name === `eic-plant-${name}` && row.namespace === namespace)!;
const blocks = (rules: readonly EgressRuleRow[]) => rules.flatMap(({ to }) => to).flatMap((peer) => ('cidr' in peer ? [peer] : []));
const ports = (rules: readonly EgressRuleRow[]) => rules.flatMap((rule) => rule.ports.map(({ protocol, port, endPort }) => `${protocol}/${port}${endPort === undefined ? '' : `-${endPort}`}`));

describe('NetworkPolicies', () => {
  test('every namespace of the cell has default-deny egress with DNS by UDP and TCP, istiod, API server and its own namespaces', () => {
    for (const namespace of ['edge-icell', 'edge-icell-services', 'edge-icell-ela']) {
      const { egress, pods, open } = policy(cellWith(), 'base', namespace);
      expect({ pods, open }).toEqual({ pods: undefined, open: false });
      expect(egress).toEqual(expect.arrayContaining([
        { to: [{ namespaces: ['edge-icell', 'edge-icell-ela', 'edge-icell-services'] }], ports: [], flows: [] },
        { to: [{ namespaces: ['kube-system'], labels: { 'k8s-app': 'kube-dns' } }], ports: [{ protocol: 'TCP', port: 53 }, { protocol: 'UDP', port: 53 }], flows: [] },
        { to: [{ namespaces: ['istio-system'], labels: { app: 'istiod' } }], ports: [{ protocol: 'TCP', port: 15012 }], flows: [] },
        { to: [{ cidr: '10.10.4.4/32', except: [] }], ports: [{ protocol: 'TCP', port: 443 }], flows: [] },
      ]));
    }
  });

  test('the Internet never holds private networks, metadata or networks of the cluster', () => {
    const cell = cellWith({ cluster: { nodeCidrs: ['11.0.0.0/22'], podCidrs: ['12.0.0.0/16'], serviceCidrs: ['12.0.128.0/17'], egressSources: ['11.0.0.0/22'] } });
    const [internet] = blocks(policy(cell, 'base').egress).filter(({ cidr }) => cidr === '0.0.0.0/0');
    const except = internet!.except.map((text) => Cidr.trusted(text));
    for (const address of ['10.1.2.3/32', '172.31.0.1/32', '192.168.1.1/32', '169.254.169.254/32', '100.64.0.1/32', '127.0.0.1/32', '168.63.129.16/32', '192.0.0.192/32', '11.0.3.255/32', '12.0.200.1/32']) {
      expect(except.some((network) => network.contains(Cidr.trusted(address)))).toBe(true);
    }
    for (const address of ['8.8.8.8/32', '11.0.4.0/32', '172.32.0.1/32', '203.0.113.7/32']) {
      expect(except.some((network) => network.contains(Cidr.trusted(address)))).toBe(false);
    }
    expect(except.filter((network) => except.some((outer) => outer !== network && outer.contains(network)))).toEqual([]);
  });

  test('IPv6 is opened where pods have it, without private addresses', () => {
    const cidrs = (podCidrs: string[]) => blocks(policy(cellWith({ cluster: { podCidrs } }), 'base').egress).map(({ cidr }) => cidr);
    const globalUnicast = '2000::/3';
    expect(cidrs(['10.244.0.0/16']).filter((cidr) => cidr.includes(':'))).toEqual([]);
    expect(cidrs(['10.244.0.0/16', 'fd00:10::/48'])).toContain(globalUnicast);
    for (const address of ['fd00::1/128', 'fe80::1/128', '::1/128', 'fd00:ec2::254/128']) expect(Cidr.trusted(globalUnicast).contains(Cidr.trusted(address))).toBe(false);
  });

  test('addresses are opened alone, on the declared ports only, for the component only', () => {
    const cell = cellWith({ receivers: { bank: { protocol: 'sftp', host: 'b.example.org', addresses: ['203.0.113.7/32'] }, s4: { protocol: 'https', host: 's4.example.org', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] } } });
    const worker = policy(cell, 'worker');
    expect(blocks(worker.egress).filter(({ except }) => except.length === 0).map(({ cidr }) => cidr).sort()).toEqual(['10.20.0.0/24', '203.0.113.7/32']);
    expect(ports(worker.egress.filter(({ flows }) => flows.includes('receiver/bank')))).toEqual(['TCP/22']);
    expect(ports(worker.egress.filter(({ flows }) => flows.includes('receiver/s4')))).toEqual(['TCP/44300']);
    for (const other of policies(cell).filter(({ name }) => name !== 'eic-plant-worker')) expect(ports(other.egress)).not.toContain('TCP/22');
  });

  test('private endpoints of SAP stand beside the Internet, extra ports stay with their component', () => {
    const cell = cellWith({ btp: { flows: { 'audit-log-service': { ports: [443, 6081] }, 'security-material': { addresses: ['10.9.0.4/32'] } } } });
    expect(blocks(policy(cell, 'esac').egress).map(({ cidr }) => cidr).sort()).toEqual(['0.0.0.0/0', '10.9.0.4/32']);
    expect(ports(policy(cell, 'auditlog-agent').egress)).toEqual(['TCP/443', 'TCP/6081']);
    expect(ports(policy(cell, 'base').egress)).not.toContain('TCP/6081');
    expect(ports(policy(cell, 'rest').egress)).toContain('TCP/6081');
  });

  test('pods that no policy of a component names are told by what they are not', () => {
    const { pods } = policy(cellWith(), 'rest');
    expect(pods).toEqual({ labels: {}, notIn: [{ key: 'app', values: ['auditlog-agent', 'edc', 'edge-event-controller', 'esac', 'mdc', 'policyengine', 'worker'] }] });
  });

  test('nothing is opened by UDP but DNS, so QUIC stops', () => {
    const udp = policies(cellWith()).flatMap(({ egress }) => ports(egress)).filter((port) => port.startsWith('UDP'));
    expect(new Set(udp)).toEqual(new Set(['UDP/53']));
  });

  test.each([
    ['openshift', {}, 'openshift-dns', 5353],
    ['gke', { dns: { namespace: 'dns', selector: { app: 'dns' }, ports: [1053] } }, 'dns', 1053],
  ] as const)('DNS of %s', (platform, more, namespace, port) => {
    const { egress } = policy(cellWith({ cluster: { platform, ...more } }), 'base');
    expect(egress.find(({ to }) => to.some((peer) => 'namespaces' in peer && peer.namespaces[0] === namespace))!.ports).toEqual([{ protocol: 'TCP', port }, { protocol: 'UDP', port }]);
  });

  test('the node-local cache is opened where pods ask it', () => {
    const cidrs = blocks(policy(cellWith({ cluster: { dns: { nodeLocal: true } } }), 'base').egress).map(({ cidr }) => cidr);
    expect(cidrs).toContain('169.254.20.10/32');
  });

  test('in observe everything is open besides', () => {
    const rows = policies(cellWith({ enforcement: 'observe', cluster: { apiServer: undefined } }));
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every(({ open }) => open)).toBe(true);
  });

  test('a corporate proxy takes the place of the Internet', () => {
    const cell = cellWith({ cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } });
    const all = policies(cell).flatMap(({ egress }) => blocks(egress)).map(({ cidr }) => cidr);
    expect(all).not.toContain('0.0.0.0/0');
    expect(all).toContain('10.81.0.5/32');
  });

  test('with Cilium what is on nodes has a policy of its own', () => {
    const compiled = (name: 'cilium' | 'calico', nodeLocal: boolean) => {
      const cell = cellWith({ cluster: { cni: { name }, dns: { nodeLocal } } });
      return compileCluster(cell.definition, cell.plan).ciliumPolicies;
    };
    expect(compiled('calico', true)).toEqual([]);
    expect(compiled('cilium', false).map(({ namespace, egress }) => [namespace, egress])).toEqual(
      ['edge-icell', 'edge-icell-ela', 'edge-icell-services'].map((namespace) => [namespace, [{ entity: 'kube-apiserver', ports: [{ port: 443, protocol: 'TCP' }] }]]));
    for (const { egress } of compiled('cilium', true)) expect(egress).toContainEqual({ entity: 'host', ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }] });
  });

  test('any private address that is not declared stays closed', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const cell = cellWith({ receivers: { s4: { protocol: 'https', host: 's4.example.org', network: 'private', addresses: ['10.20.0.0/24'] } } });
    const rules = policies(cell).flatMap(({ egress }) => blocks(egress)).map(({ cidr, except }) => ({ cidr: Cidr.trusted(cidr), except: except.map((text) => Cidr.trusted(text)) }));
    fc.assert(fc.property(octet, octet, octet, (a, b, c) => {
      const address = Cidr.trusted(`10.${a}.${b}.${c}/32`);
      const open = rules.some(({ cidr, except }) => cidr.contains(address) && !except.some((network) => network.contains(address)));
      expect(open).toBe(Cidr.trusted('10.20.0.0/24').contains(address) || String(address) === '10.10.4.4/32');
    }));
  });
});
