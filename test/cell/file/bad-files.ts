/** A valid definition of 13 lines. */
export const GOOD = `apiVersion: edge-integration-cell/v1
kind: EdgeIntegrationCell
name: plant
btp: { region: eu10 }
cluster:
  platform: aks
  nodeCidrs: [10.10.0.0/22]
  podCidrs: [10.244.0.0/16]
  apiServer: { cidrs: [10.10.4.4/32] }
ingress:
  virtualHosts:
    default: { host: eic.acme.example }
    api: { host: eic-api.acme.example }
`;

/** A file that must be refused, and the problem that must be among those found. */
export interface BadFile {
  readonly what: string;
  readonly content: string | Buffer;
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const bad = (what: string, content: string | Buffer, code: string, path: string, line: number, column: number): BadFile => ({ what, content, code, path, line, column });
/** More lines below the good ones; the first is line 14. */
const more = (what: string, lines: string, code: string, path: string, line: number, column: number): BadFile => bad(what, `${GOOD}${lines}\n`, code, path, line, column);
/** The good lines with a part replaced. */
const changed = (what: string, from: string, to: string, code: string, path: string, line: number, column: number): BadFile => {
  if (!GOOD.includes(from)) throw new Error(`there is no ${from}`);
  return bad(what, GOOD.replace(from, to), code, path, line, column);
};

const aliases = (count: number) => `a: &a [${'x, '.repeat(9)}x]\n${Array.from({ length: count }, (_, index) => `b${index}: [*a, *a, *a, *a]`).join('\n')}\n`;
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...[...'bcdefghij'].map((key, index) => `${key}: &${key} [${Array.from({ length: 10 }, () => `*${'abcdefghi'[index]}`).join(', ')}]`)].join('\n');

/** What the file as such can have wrong. */
export const BAD_SYNTAX: readonly BadFile[] = [
  bad('empty file', '', 'EIC207', '', 1, 1),
  bad('comments only', '# nothing\n', 'EIC207', '', 1, 1),
  bad('document without content', '---\n', 'EIC102', '', 1, 4),
  bad('YAML that does not close', `${GOOD}receivers: { a: `, 'EIC204', '', 14, 17),
  bad('tab as indentation', GOOD.replace('  platform', '\tplatform'), 'EIC204', '', 6, 1),
  bad('JSON that does not close', '{ "apiVersion": "edge-integration-cell/v1"', 'EIC204', '', 1, 43),
  bad('UTF-8 with byte order mark', `\ufeff${GOOD}`, 'EIC203', '', 1, 1),
  bad('UTF-16, little endian', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), 'EIC203', '', 1, 1),
  bad('UTF-16, big endian', Buffer.from(`\ufeff${GOOD}`, 'utf16le').swap16(), 'EIC203', '', 1, 1),
  bad('UTF-16 without mark', Buffer.from(GOOD, 'utf16le'), 'EIC203', '', 1, 1),
  bad('bytes that are not UTF-8', Buffer.concat([Buffer.from(GOOD), Buffer.from([0x23, 0xff, 0xc3, 0x28, 0x0a])]), 'EIC203', '', 1, 1),
  bad('NUL', `${GOOD}# \0\n`, 'EIC203', '', 1, 1),
  bad('two documents', `${GOOD}---\n${GOOD}`, 'EIC206', '', 1, 1),
  more('duplicate key', 'name: other', 'EIC205', 'name', 14, 1),
  more('duplicate key deep inside', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, protocol: sftp }', 'EIC205', 'receivers.s4.protocol', 15, 49),
  more('merge key', 'base: &base { platform: aks }\n<<: *base', 'EIC208', '["<<"]', 15, 1),
  more('tag', 'enforcement: !!str observe', 'EIC208', 'enforcement', 14, 20),
  more('tag of an application', 'receivers: !acme {}', 'EIC208', '', 14, 12),
  more('number as key', '4711: {}', 'EIC208', '', 14, 1),
  more('map as key', '? { a: b }\n: c', 'EIC208', '', 14, 3),
  more('alias without anchor', 'receivers: *none', 'EIC208', 'receivers', 14, 12),
  more('alias that contains itself', 'receivers: &r { a: *r }', 'EIC208', 'receivers.a', 14, 20),
  more('more aliases than a reader follows', aliases(30), 'EIC208', 'b25[0]', 40, 7),
  more('alias bomb', bomb, 'EIC208', 'c[8][1]', 15, 12),
];

/** What the data can have wrong. */
export const BAD_DATA: readonly BadFile[] = [
  more('unknown key', 'recievers: {}', 'EIC101', 'recievers', 14, 1),
  more('unknown key deep inside', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, prot: 443 }', 'EIC101', 'receivers.s4.prot', 15, 49),
  more('__proto__', '__proto__: { enforcement: observe }', 'EIC101', '__proto__', 14, 1),
  more('__proto__ as key of a map', 'receivers:\n  __proto__: { protocol: https, host: s4.acme.example }', 'EIC105', 'receivers.__proto__', 15, 14),
  more('constructor.prototype', 'constructor: { prototype: {} }', 'EIC101', 'constructor', 14, 1),
  changed('list instead of a map', 'btp: { region: eu10 }', 'btp: [eu10]', 'EIC102', 'btp', 4, 6),
  changed('number as a name', 'name: plant', 'name: 4711', 'EIC102', 'name', 3, 7),
  changed('nothing as a value', 'name: plant', 'name:', 'EIC102', 'name', 3, 6),
  changed('istioVersion without quotes', '  platform: aks', '  platform: aks\n  istioVersion: 1.30', 'EIC102', 'cluster.istioVersion', 7, 17),
  changed('missing field', '  podCidrs: [10.244.0.0/16]\n', '', 'EIC103', 'cluster.podCidrs', 6, 3),
  changed('unknown region', 'region: eu10', 'region: eu99', 'EIC301', 'btp.region', 4, 16),
  changed('region in China without what it decides', 'region: eu10', 'region: cn20', 'EIC301', 'btp.region', 4, 16),
  changed('name that is none', 'name: plant', 'name: Plant_1', 'EIC105', 'name', 3, 7),
  changed('other apiVersion', 'cell/v1', 'cell/v2', 'EIC104', 'apiVersion', 1, 13),
  changed('host bits', '10.10.0.0/22', '10.10.0.1/22', 'EIC107', 'cluster.nodeCidrs[0]', 7, 15),
  changed('every address', '10.10.0.0/22', '0.0.0.0/0', 'EIC107', 'cluster.nodeCidrs[0]', 7, 15),
  changed('enforce without API server', '  apiServer: { cidrs: [10.10.4.4/32] }\n', '', 'EIC103', 'cluster.apiServer', 6, 3),
  changed('api host is the default host', 'eic-api.acme', 'eic.acme', 'EIC308', 'ingress.virtualHosts.api.host', 13, 18),
  changed('host that is an address', 'eic.acme.example', '192.0.2.7', 'EIC106', 'ingress.virtualHosts.default.host', 12, 22),
  more('port 0', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, port: 0 }', 'EIC108', 'receivers.s4.port', 15, 55),
  more('port 70000', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, port: 70000 }', 'EIC108', 'receivers.s4.port', 15, 55),
  more('range of ports upside down', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, ports: ["9-8"] }', 'EIC108', 'receivers.s4.ports[0]', 15, 57),
  more('one host, two protocols on one port', 'receivers:\n  a: { protocol: https, host: x.acme.example, port: 22 }\n  b: { protocol: sftp, host: x.acme.example, addresses: [203.0.113.7/32] }',
    'EIC306', 'receivers.b', 16, 6),
  more('unknown proxy', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, proxy: dmz }', 'EIC303', 'receivers.s4.proxy', 15, 56),
  more('unknown component', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, from: [workers] }', 'EIC303', 'receivers.s4.from[0]', 15, 56),
  more('acceptance that matches nothing', 'accept:\n  - { flows: [xsuaa, registry], risk: shared-tenant-wildcard, reason: known }', 'EIC307', 'accept[0].flows[1]', 15, 22),
  more('address inside the cluster', 'receivers:\n  s4: { protocol: https, host: s4.acme.example, network: private, addresses: [10.244.1.0/24] }',
    'EIC305', 'receivers.s4.addresses[0]', 15, 79),
  more('wildcard over a public suffix', 'receivers:\n  s4: { protocol: https, host: "*.co.uk" }', 'EIC106', 'receivers.s4.host', 15, 32),
  more('key that is no label', 'receivers:\n  S4_HANA: { protocol: https, host: s4.acme.example }', 'EIC105', 'receivers.S4_HANA', 15, 12),
  more('expression', 'receivers:\n  s4: { protocol: https, host: "${var.host}" }', 'EIC110', 'receivers.s4.host', 15, 32),
  more('newline in a reason', 'accept:\n  - { flows: [xsuaa], risk: shared-tenant-wildcard, reason: "a\\nb" }', 'EIC109', 'accept[0].reason', 15, 61),
  more('two clouds in one target', 'firewall:\n  hub:\n    azure: { network: { resourceGroup: net, location: westeurope } }\n    aws: { rules: { region: eu-central-1 } }', 'EIC302', 'firewall.hub', 16, 5),
  more('no cloud in a target', 'firewall:\n  hub: { provider: {} }', 'EIC302', 'firewall.hub', 15, 8),
  more('neither rules nor network', 'firewall:\n  hub: { azure: { platformEgress: none } }', 'EIC302', 'firewall.hub.azure', 15, 17),
  more('target with the key of the cluster', 'firewall:\n  cluster: { aws: { rules: { region: eu-central-1 } } }', 'EIC105', 'firewall.cluster', 15, 12),
  more('secret', 'firewall:\n  hub: { aws: { rules: { region: eu-central-1 } }, provider: { clientSecret: s3cr3t } }', 'EIC112', 'firewall.hub.provider.clientSecret', 15, 78),
];
