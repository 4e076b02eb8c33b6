import { acceptOfTargets } from '../../src/compile/accepted';
import { compileTargets } from '../../src/compile/targets';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readCell } from '../../src/read-cell';
import { Data, minimalFile, minimalProps } from '../support/cells';

const REASON = 'known, "see" ${SEC} <1>';
const FIREWALL = {
  one: { aws: { rules: { region: 'eu-central-1', defaultDeny: 'sources', endlessHelloBound: false, policyDefaultActions: ['aws:drop_established'] } } },
  two: { aws: { rules: { region: 'eu-west-3', defaultDeny: 'sources', endlessHelloBound: false } } },
};

/** BTP on Google Cloud, whose object store is reached among all Google APIs; all other hosts exact. */
const ON_GOOGLE = {
  btp: {
    region: 'eu30',
    flows: Object.fromEntries(['security-material', 'system-internal-events', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service']
      .map((flow) => [flow, { hosts: [`${flow}.hana.ondemand.com`] }])),
  },
  services: { registry: { enabled: false } },
  firewall: { google: { gcp: { rules: { project: 'acme-net', region: 'europe-west3', network: 'projects/acme-net/global/networks/hub', googleApis: 'privateVip' } } } },
};

function accepting(accept: readonly object[], changes: object = {}) {
  const data: Data = { ...minimalFile(), firewall: FIREWALL, ...changes, accept };
  const { definition, plan, firewall: targets, problems } = readCell(data, 'file');
  if (definition === undefined || plan === undefined) return { problems: problems.map(({ code, path }) => `${code} ${path}`), marked: [] };
  const { findings, problems: found } = acceptOfTargets(definition, compileTargets(definition, plan, targets));
  return { problems: found.map(({ code, path }) => `${code} ${path}`), marked: findings.filter(({ accepted }) => accepted === REASON).map(({ code, flow, path }) => `${code} ${flow ?? path}`).sort() };
}
const of = (risk: string, targets: readonly string[], flows: readonly string[] = []) => ({ risk, reason: REASON, targets, flows });

it.each<[string, readonly object[], readonly string[]]>([
  ['of one target', [of('endless-hello', ['one'])], ['EIC521 firewall.one.aws.rules.endlessHelloBound']],
  ['of two', [of('endless-hello', ['two', 'one'])], ['EIC521 firewall.one.aws.rules.endlessHelloBound', 'EIC521 firewall.two.aws.rules.endlessHelloBound']],
  ['another risk of the same target', [of('split-hello', ['one'])], ['EIC522 firewall.one.aws.rules.policyDefaultActions[0]']],
  ['nothing', [], []],
])('accepts %s', (_, accept, marked) => {
  expect(accepting(accept)).toEqual({ problems: [], marked });
});

it.each<[string, object]>([['its flow', of('google-apis-of-every-customer', [], ['content-deployment'])], ['its target', of('google-apis-of-every-customer', ['google'])]])('accepts what a target finds of a flow by %s', (_, one) => {
  expect(accepting([one], ON_GOOGLE)).toEqual({ problems: [], marked: ['EIC533 content-deployment'] });
});

it.each<[string, readonly object[], readonly string[]]>([
  ['a target that does not find it', [of('split-hello', ['two'])], ['EIC307 accept[0].targets[0]']],
  ['a target that is not there', [of('endless-hello', ['one', 'three'])], ['EIC307 accept[0].targets[1]']],
  ['names of objects', [of('endless-hello', ['constructor'])], ['EIC307 accept[0].targets[0]']],
  ['a flow that no target finds it for', [of('endless-hello', [], ['xsuaa'])], ['EIC307 accept[0].flows[0]']],
  ['the same twice', [of('endless-hello', ['one']), of('endless-hello', ['two', 'one'])], ['EIC307 accept[1].targets[1]']],
  ['neither flows nor targets', [of('endless-hello', [])], ['EIC103 accept[0].flows']],
  ['a risk of flows by target', [of('shared-tenant-wildcard', ['one'], ['xsuaa'])], ['EIC307 accept[0].targets[0]']],
  ['what is no key', [of('endless-hello', ['../one'])], ['EIC105 accept[0].targets[0]']],
])('refuses %s', (_, accept, problems) => {
  expect(accepting(accept).problems).toEqual(problems);
});

it('does not call an acceptance useless where a target could not be compiled', () => {
  const receivers = { receivers: { r: { protocol: 'sftp', host: '*.bank.example' } } };
  const { definition, plan, firewall } = readCell({ ...minimalFile(), ...receivers, accept: [of('split-hello', ['two'])], firewall: FIREWALL }, 'file');
  expect(acceptOfTargets(definition!, compileTargets(definition!, plan!, firewall)).problems).toEqual([]);
});

it('a cell without its targets takes the acceptance as it is', () => {
  expect(EdgeIntegrationCell.fromData({ ...minimalProps(), accept: [of('endless-hello', ['one'])] }).plan.findings.every(({ accepted }) => accepted === null)).toBe(true);
});
