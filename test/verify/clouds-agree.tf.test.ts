// Law 7 on what is rendered: one definition, three clouds, one verdict. What a cloud cannot tell apart, `sight.ts` says; nothing is excepted here.
import * as fc from 'fast-check';
import { compiledDefinition, CompiledDefinition, renderedDefinition } from './support/rendered-definition';
import { TargetForm, threeCloudProps, threeTargets } from './support/three-targets';
import { verify } from '../../src/verify';
import { questionsOf } from '../../src/verify/probes/question-set';
import { LayerKind, SIGHTS } from '../../src/verify/sight';
import { randomCell } from '../conformance/aws/definitions';

const KINDS: Readonly<Record<string, LayerKind>> = { 'firewall azure': 'azure-firewall', 'firewall aws': 'aws-network-firewall', 'firewall gcp': 'gcp-firewall' };
/** Random definitions; EIC_AGREE=200 for a long run. */
const RUNS = Number(process.env.EIC_AGREE ?? 3);

/** What became of the questions: how many clouds could be compared, and what the others cannot express. */
class Tally {
  /** Places: compared on three clouds, on two, on fewer. */
  public readonly compared = { three: 0, two: 0, fewer: 0 };
  public readonly notExpressed = new Map<string, number>();
  /** Kinds of questions by the number of clouds that were compared. */
  public readonly kinds: Readonly<Record<number, Set<string>>> = { 0: new Set(), 1: new Set(), 2: new Set(), 3: new Set() };
  public allowed = 0;

  public blind(cloud: string, why: string): void {
    const key = `${cloud}: ${why}`;
    this.notExpressed.set(key, (this.notExpressed.get(key) ?? 0) + 1);
  }
}

/** Verifies the outputs of the three clouds, and compares them question by question; returns what disagrees. */
function disagreements(compiled: CompiledDefinition, tally: Tally): readonly unknown[] {
  const { cell, firewall, output } = renderedDefinition(compiled, { manifests: false });
  const { sights, probes: questions } = questionsOf(cell.definition, cell.plan);
  const byId = new Map(questions.map((probe) => [probe.id, probe]));
  return verify(cell, output, { firewall }).probes.flatMap(({ id, kind, expected, layers, to }) => {
    const firewalls = layers.filter(({ layer }) => KINDS[layer] !== undefined);
    expect(firewalls.length).toBe(3);
    if (firewalls.every(({ code }) => code === 'firewall/not-on-the-way' || code === 'firewall/no-source')) return [];
    const seeing = firewalls.filter(({ layer, verdict }) => {
      const cloud = KINDS[layer]!;
      if (!SIGHTS[cloud]!.ipv6 && to.address.includes(':')) {
        tally.blind(cloud, 'IPv6');
        return false;
      }
      // Whatever else is not on the way for one cloud is not for the others.
      expect([id, layer, verdict]).not.toEqual([id, layer, 'absent']);
      const blind = expected === 'allow' ? undefined : sights.blind(cloud, byId.get(id)!);
      if (blind !== undefined) tally.blind(cloud, blind.aspects.join(' and '));
      return blind === undefined;
    });
    tally.compared[seeing.length === 3 ? 'three' : seeing.length === 2 ? 'two' : 'fewer'] += 1;
    tally.kinds[seeing.length]!.add(kind);
    if (seeing.length > 1 && seeing[0]!.verdict === 'allow') tally.allowed += 1;
    const isRight = seeing.every(({ verdict }) => verdict === expected);
    return isRight ? [] : [{ id, expected, said: firewalls.map(({ layer, verdict, code }) => `${layer} ${verdict} (${code})`) }];
  });
}

function print(what: string, { compared, notExpressed, allowed }: Tally): void {
  const rest = [...notExpressed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `  ${key} ${count}`);
  console.info(`${what}: ${compared.three} questions with one verdict on three clouds, ${compared.two} on two, ${compared.fewer} that fewer can express (${allowed} allowed). Not expressed:\n${rest.join('\n')}`);
}

const BUCKETS = { eu10: 'eic.s3.eu-central-1.amazonaws.com', eu20: 'eic.blob.core.windows.net', eu30: 'eic.storage.googleapis.com' } as const;
const RECEIVERS = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  web: { protocol: 'https', host: 'api.carrier.example' },
  wild: { protocol: 'https', host: '*.suppliers.example' },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
  mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 },
  erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600, '4800-4802'], addresses: ['10.20.9.5/32'], network: 'private' },
  events: { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] },
  plain: { protocol: 'http', host: 'http.plain.example', port: 8080 },
};
const EXTRA = { licence: { from: ['worker'], hosts: ['lic.acme.example'], addresses: ['203.0.113.80/32'], ports: [443, 8443], protocol: 'https', reason: 'licence' } };
const V6 = { platform: 'other', nodeCidrs: ['10.10.0.0/22', 'fd00:10:10::/64'], podCidrs: ['10.244.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] }, egressSources: ['10.10.0.0/22', 'fd00:10:10::/64'] };

const DEFINITIONS: Readonly<Record<string, object>> = {
  'SAP\'s flows, BTP on AWS': {},
  'SAP\'s flows by region, BTP on Azure': { btp: { region: 'eu20', narrow: 'region', flows: { 'content-deployment': { hosts: [BUCKETS.eu20] } } } },
  'SAP\'s flows, BTP on Google Cloud': { btp: { region: 'eu30', flows: { 'content-deployment': { hosts: [BUCKETS.eu30] } } } },
  'receivers of every kind': { receivers: RECEIVERS, flows: EXTRA },
  'IPv4 and IPv6': { cluster: V6, receivers: { ...RECEIVERS, six: { protocol: 'sftp', host: 'sftp.six.example', addresses: ['203.0.113.9/32', '2001:db8:5::7/128'] } } },
  'an external Cloud Connector, Cloud ALM and revocation lists': {
    services: { cloudConnector: { mode: 'external', sources: ['10.86.0.0/28'] }, cloudAlm: { enabled: true, dataCenter: 'eu10' }, revocation: { enabled: true, hosts: ['crl.acme.example'] } }, receivers: RECEIVERS,
  },
};

const FORMS = { 'rules with a deny': ['rules', true], 'rules without a deny': ['rules', false], 'network': ['network', true] } as const;
const CASES = (Object.keys(FORMS) as (keyof typeof FORMS)[]).flatMap((form) => Object.keys(DEFINITIONS).map((name) => [form, name] as const))
  // Without a deny only what is allowed differs from the first form.
  .filter(([form, name]) => form !== 'rules without a deny' || name === 'receivers of every kind');

describe('definitions of a table', () => {
  const tally = new Tally();

  test.each(CASES)('%s: %s', (key, name) => {
    const [form, deny] = FORMS[key];
    const compiled = compiledDefinition({ ...threeCloudProps(DEFINITIONS[name]), firewall: threeTargets(form, { deny }) });
    expect(disagreements(compiled, tally)).toEqual([]);
  });

  test('enough is compared, of every kind of question that leaves the cluster', () => {
    print('table', tally);
    const { three, two, fewer } = tally.compared;
    expect(three).toBeGreaterThan(Math.max(two, fewer, 4000));
    expect(tally.allowed).toBeGreaterThan(500);
    for (const kind of ['own', 'apex', 'sibling', 'look-alike', 'suffix-attack', 'other-port', 'other-protocol', 'quic', 'no-sni', 'foreign-address', 'ip-literal', 'private-address', 'dns-elsewhere']) {
      expect([...tally.kinds[3]!]).toContain(kind);
    }
    // Google resolves exact hosts, and its URL filters look at names, not at protocols: these two clouds can tell apart.
    for (const kind of ['subdomain', 'plaintext', 'no-tls']) expect([...tally.kinds[2]!]).toContain(kind);
  });
});

describe('random definitions', () => {
  /** Without receivers that a target cannot express; each cloud's own compiler says which. */
  function expressible(data: object): CompiledDefinition {
    const compiled = compiledDefinition(data);
    const refused = new Set(compiled.problems.flatMap(({ path }) => /^receivers\.([^.[]+)/.exec(path)?.[1] ?? []));
    if (refused.size === 0) return compiled;
    const receivers = Object.entries((data as { receivers: object }).receivers).filter(([key]) => !refused.has(key));
    return expressible({ ...data, receivers: Object.fromEntries(receivers) });
  }

  test(`${RUNS} cells`, () => {
    const tally = new Tally();
    const cells = fc.sample(fc.tuple(randomCell(0), fc.constantFrom<TargetForm[]>('rules', 'network')), { numRuns: RUNS, seed: 42 });
    for (const [{ data, deny }, form] of cells) {
      // The networks of Azure and AWS are made for the nodes themselves; observing, nothing is to be denied.
      const nodes = ['10.10.0.0/24'];
      const cluster = { ...data.cluster, nodeCidrs: nodes, egressSources: data.cluster.egressSources, dns: undefined, ntp: undefined };
      const compiled = expressible({ ...data, enforcement: 'enforce', cluster, firewall: threeTargets(form, { deny: deny === 'sources', nodes }) });
      expect(disagreements(compiled, tally)).toEqual([]);
    }
    print(`${RUNS} random cells`, tally);
    expect(tally.compared.three).toBeGreaterThan(RUNS * 100);
  }, 600_000);
});
