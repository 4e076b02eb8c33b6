import { cellWith, minimalProps, onlyFlow } from '../support/cells';
import { rowsOf } from '../support/rows';

const hosts = minimalProps().ingress.virtualHosts;
const base = { direction: 'ingress', from: ['0.0.0.0/0', '::/0'], cidrs: [], ports: [443], protocol: 'https', transport: 'https', network: 'internet', via: null, evidence: 'documented' };

test('callers reach both virtual hosts from anywhere', () => {
  expect(rowsOf(cellWith(), 'ingress/default')).toEqual([{ ...base, key: 'ingress/default', hosts: ['eic.acme.example'] }]);
  expect(rowsOf(cellWith(), 'ingress/api')).toEqual([{ ...base, key: 'ingress/api', hosts: ['eic-api.acme.example'] }]);
  expect(['default', 'api'].map((key) => onlyFlow(cellWith(), `ingress/${key}`).to.component)).toEqual(['policyengine', 'edge-api']);
});

test('declared sources are the only callers', () => {
  const cell = cellWith({ ingress: { sources: ['198.51.100.0/24', '192.0.2.0/24', '2001:db8::/32'], clientAddress: 'xForwardedFor' } });
  for (const flow of cell.plan.ingress) expect(flow.from.map(({ cidr }) => cidr)).toEqual(['192.0.2.0/24', '198.51.100.0/24', '2001:db8::/32']);
  expect(onlyFlow(cell, 'ingress/default').reasons[0]?.text).toMatch(/^the declared callers/);
});

test('additional virtual hosts and ports are flows of their own', () => {
  const cell = cellWith({
    ingress: { virtualHosts: { ...hosts, additional: { partners: { host: 'Partners.acme.example', credentialName: 'partners' } } }, additionalPorts: [3305], additionalTlsPorts: [6619] },
  });
  expect(rowsOf(cell, 'ingress/partners')).toEqual([{ ...base, key: 'ingress/partners', hosts: ['partners.acme.example'], evidence: 'declared' }]);
  expect(rowsOf(cell, 'ingress/port-3305')).toEqual([{ ...base, key: 'ingress/port-3305', hosts: [], ports: [3305], protocol: 'tcp', transport: 'tcp', evidence: 'declared' }]);
  expect(rowsOf(cell, 'ingress/port-6619')).toEqual([{ ...base, key: 'ingress/port-6619', hosts: [], ports: [6619], protocol: 'tls', transport: 'tcp', evidence: 'declared' }]);
  expect(cell.plan.ingress.map(({ id }) => id)).toEqual(['ingress/api', 'ingress/default', 'ingress/partners', 'ingress/port-3305', 'ingress/port-6619']);
});
