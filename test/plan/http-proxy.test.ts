import * as fc from 'fast-check';
import { HttpProxyProps } from '../../src/cell/props';
import { HostPattern } from '../../src/net';
import { cellWith, onlyFlow, problemsOf } from '../support/cells';
import { rowsOf } from '../support/rows';

const proxy = { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] };
const receivers = {
  web: { protocol: 'https', host: 'web.example.com' },
  shop: { protocol: 'https', host: '*.shop.example.com' },
  files: { protocol: 'sftp', host: 'files.example.com' },
  inside: { protocol: 'https', host: 'inside.acme.example', network: 'private', addresses: ['10.20.0.1/32'] },
  address: { protocol: 'https', addresses: ['203.0.113.7/32'] },
  dmz: { protocol: 'https', host: 'dmz.example.com', proxy: 'dmz' },
} as const;
const proxies = { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } } as const;
const behind = (more: Partial<HttpProxyProps> = {}) => cellWith({ receivers, proxies, cluster: { httpProxy: { ...proxy, ...more } } });
const viaOf = (id: string, more: Partial<HttpProxyProps> = {}) => rowsOf(behind(more), id).map(({ key, via, hosts }) => [key, via, hosts]);

test('without a proxy nothing goes through one', () => {
  const cell = cellWith({ receivers, proxies });
  expect(cell.plan.flows.filter(({ via }) => via !== null).map(({ id }) => id)).toEqual(['receiver/dmz']);
  expect(cell.plan.flow('http-proxy')).toEqual([]);
});

test('all: names on web ports go through it, the rest stays', () => {
  const cell = behind();
  const through = cell.plan.flows.filter(({ via, id }) => via === 'proxy' && id !== 'receiver/dmz').map(({ id }) => id);
  expect(through).toEqual([
    'application-monitoring', 'audit-log-service', 'cloud-connector', 'configuration-service', 'content-deployment', 'destination-service', 'edge-lifecycle-management',
    'receiver/shop', 'receiver/web', 'registry', 'security-material', 'system-internal-events', 'xsuaa',
  ]);
  for (const id of ['receiver/files', 'receiver/inside', 'receiver/address', 'proxy/dmz', 'ingress/api']) expect([id, onlyFlow(cell, id).via]).toEqual([id, null]);
});

test('one flow to the proxy takes their place, from all who use it', () => {
  expect(rowsOf(behind(), 'http-proxy')).toEqual([{
    key: 'http-proxy',
    direction: 'egress',
    hosts: ['proxy.acme.example'],
    cidrs: ['10.81.0.5/32'],
    ports: [3128],
    protocol: 'tcp',
    transport: 'tcp',
    network: 'private',
    via: null,
    evidence: 'declared',
    from: [
      'edge-icell/*', 'edge-icell/auditlog-agent', 'edge-icell/destination-configuration', 'edge-icell/edc', 'edge-icell/edge-event-controller', 'edge-icell/esac',
      'edge-icell/policyengine', 'edge-icell/worker', 'edgelm/*', 'edgelm/cloud-connector', 'nodes',
    ],
  }]);
  expect(onlyFlow(behind({ flows: ['xsuaa', 'receiver/web'] }), 'http-proxy').reasons).toEqual([
    { text: 'corporate HTTP proxy for receiver/web, xsuaa', source: 'cluster.httpProxy' },
  ]);
});

test('a list: those flows only, by any protocol that has hosts', () => {
  const cell = behind({ flows: ['receiver/files', 'xsuaa'] });
  expect(cell.plan.flows.filter(({ via }) => via === 'proxy').map(({ id }) => id)).toEqual(['receiver/dmz', 'receiver/files', 'xsuaa']);
  expect(rowsOf(cell, 'http-proxy')[0]?.from).toEqual(['edge-icell/*', 'edge-icell/worker']);
});

describe('noProxy', () => {
  test.each<[string, string, string[], unknown[]]>([
    ['leaves a host direct', 'receiver/web', ['web.example.com'], [['receiver/web', null, ['web.example.com']]]],
    ['leaves hosts below a wildcard direct', 'receiver/web', ['*.example.com'], [['receiver/web', null, ['web.example.com']]]],
    ['does not touch others', 'receiver/web', ['*.acme.example', 'xweb.example.com'], [['receiver/web', 'proxy', ['web.example.com']]]],
    ['splits a wildcard: what it names inside goes direct', 'receiver/shop', ['eu.shop.example.com', '*.us.shop.example.com', 'web.example.com'],
      [['receiver/shop', 'proxy', ['*.shop.example.com']], ['receiver/shop:direct', null, ['*.us.shop.example.com', 'eu.shop.example.com']]]],
    ['splits a flow of several hosts', 'cloud-connector', ['connectivitynotification.cf.eu10.hana.ondemand.com'],
      [['cloud-connector', 'proxy', ['connectivitycertsigning.cf.eu10.hana.ondemand.com']], ['cloud-connector:direct', null, ['connectivitynotification.cf.eu10.hana.ondemand.com']]]],
  ])('%s', (_, id, noProxy, expected) => {
    expect(viaOf(id, { noProxy })).toEqual(expected);
  });

  test('opens nothing: what goes direct was allowed without the proxy', () => {
    const base = cellWith({ receivers, proxies });
    const name = fc.constantFrom('web.example.com', '*.example.com', '*.shop.example.com', 'a.shop.example.com', '*.hana.ondemand.com', '*.eu10.hana.ondemand.com', '*.ondemand.com', 'x.acme.example');
    fc.assert(fc.property(fc.uniqueArray(name), (noProxy) => {
      const cell = behind({ noProxy });
      for (const flow of cell.plan.egress.filter(({ id, via }) => via === null && id !== 'http-proxy')) {
        const allowed = base.plan.flow(flow.id).flatMap(({ to }) => to.hosts);
        for (const host of flow.to.hosts) expect([`${host}`, allowed.some((pattern) => pattern.covers(host))]).toEqual([`${host}`, true]);
      }
      for (const flow of base.plan.egress.filter(({ via, transport, network }) => via === null && transport === 'https' && network === 'internet')) {
        for (const host of flow.to.hosts) {
          const somewhere = cell.plan.flow(flow.id).flatMap(({ to }) => to.hosts);
          expect([`${host}`, somewhere.some((pattern: HostPattern) => pattern.covers(host))]).toEqual([`${host}`, true]);
        }
      }
    }), { numRuns: 30 });
  });

  test('that keeps everything direct leaves no flow to the proxy', () => {
    expect(behind({ flows: ['receiver/web'], noProxy: ['web.example.com'] }).plan.flow('http-proxy')).toEqual([]);
  });
});

test.each<[string, string[], string[]]>([
  ['no flow of the plan', ['xsua', 'receiver/nobody'], ['EIC303 cluster.httpProxy.flows[0]', 'EIC303 cluster.httpProxy.flows[1]']],
  ['a private flow', ['receiver/inside'], ['EIC302 cluster.httpProxy.flows[0]']],
  ['a flow by address', ['xsuaa', 'receiver/address'], ['EIC302 cluster.httpProxy.flows[1]']],
  ['a flow with a proxy of its own', ['receiver/dmz'], ['EIC302 cluster.httpProxy.flows[0]']],
])('%s cannot go through it', (_, flows, expected) => {
  expect(problemsOf(() => behind({ flows })).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
});

test('an unknown flow is answered by the one that was meant', () => {
  expect(problemsOf(() => behind({ flows: ['xsua'] }))[0]?.message).toBe('must be a flow of the plan, got: "xsua"; did you mean "xsuaa"?');
});
