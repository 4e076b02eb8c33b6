import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONTEXT, problems } from './objects';
import { Problem } from '../../../src/errors';

interface Probe {
  readonly from: string;
  readonly to: { readonly host?: string; readonly ip?: string; readonly port: number };
  readonly protocol: string;
  readonly sni?: string;
  readonly verdict: 'allow' | 'deny';
  readonly reached?: string;
  readonly because: string;
}
interface Entry { readonly hosts: readonly string[]; readonly addresses?: readonly string[]; readonly resolution: string; readonly ports: readonly { readonly number: number; readonly protocol: string }[] }
interface Scenario {
  readonly name: string;
  readonly objects: readonly { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: Entry }[];
  readonly dns: Readonly<Record<string, string>>;
  readonly probes?: readonly Probe[];
  readonly refused?: string;
}

const folder = join(process.env.EIC_SHARED ?? resolve(__dirname, '../../../../shared'), 'data/istio-verdicts');
const isThere = existsSync(folder);
if (!isThere) console.log('skipped: verdicts of a real istiod, since ../shared/data/istio-verdicts is not there');
const scenarios = !isThere ? [] : readdirSync(folder).filter((file) => file.endsWith('.json')).sort().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Scenario);

// In these worlds nothing is SAP's, and every pod is there.
const world = { protectedNamespaces: new Set<string>(), foreignNamespaces: new Set([CONTEXT.rootNamespace]), istioVersion: '1.30' };
const found = new Map(scenarios.map((scenario) => [scenario, problems(scenario.objects, world)]));
const ofCode = (code: string): [Scenario, Problem][] => [...found].flatMap(([scenario, all]) => all.filter((problem) => problem.code === code).map((problem): [Scenario, Problem] => [scenario, problem]));
const namesOf = (code: string): string[] => [...new Set(ofCode(code).map(([{ name }]) => name))];
const entryOf = ({ objects }: Scenario, { construct }: Problem): Entry => objects.find(({ kind, metadata }) => construct === `${kind} ${metadata.namespace}/${metadata.name}`)!.spec;
const numberOf = (entry: Entry, { path }: Problem): number => entry.ports[Number(/ports\[(\d+)\]/.exec(path)![1])]!.number;
/** The address that a probe dialled. */
const dialled = ({ dns }: Scenario, { to }: Probe): string | undefined => to.ip ?? dns[to.host!];

const VALIDATION = /^EIC6(0[1-9]|1[01])$/;

(isThere ? describe : describe.skip)('7,431 verdicts of a real istiod and Envoys', () => {
  test('what istiod did not start with is refused by its own rules', () => {
    const refused = scenarios.filter((scenario) => scenario.refused !== undefined);
    expect(refused.length).toBeGreaterThan(0);
    for (const scenario of refused) expect([scenario.name, found.get(scenario)!.some(({ code }) => VALIDATION.test(code))]).toEqual([scenario.name, true]);
  });

  test('what istiod took is not refused by its own rules', () => {
    for (const [{ name, refused }, all] of found) {
      if (refused === undefined) expect([name, all.filter(({ code }) => VALIDATION.test(code))]).toEqual([name, []]);
    }
  });

  test('traps that stop are in these scenarios, where they were put on purpose', () => {
    const codes = [...new Set([...found.values()].flat().filter(({ severity, code }) => severity === 'error' && !VALIDATION.test(code)).map(({ code }) => code))].sort();
    expect(Object.fromEntries(codes.map((code) => [code, namesOf(code)]))).toEqual({
      EIC621: ['bench-overlap', 'collision-01', 'collision-02', 'collision-03', 'overlap-01', 'overlap-05', 'overlap-09'],
      EIC622: ['bench-overlap', 'collision-02', 'overlap-03'],
      EIC623: ['bench-overlap', 'dynamic-04', 'egress-09', 'egress-12', 'egress-15', 'overlap-10'],
      EIC626: ['bench-overlap', 'egress-01', 'mixed-04'],
      EIC627: ['bench-overlap', 'dynamic-05', 'hand-imports', 'library-03', 'mixed-01', 'mixed-05', 'overlap-02'],
      EIC632: ['bench-egress-gateway'],
    });
  });

  test('TCP entries that collide: connections to one host arrived at the other', () => {
    for (const [scenario, problem] of ofCode('EIC621')) {
      const number = numberOf(entryOf(scenario, problem), problem);
      const astray = scenario.probes!.filter((probe) => probe.to.port === number && probe.verdict === 'allow' && probe.reached !== undefined && probe.reached !== `${dialled(scenario, probe)}:${number}`);
      expect([scenario.name, problem.construct, astray.length > 0]).toEqual([scenario.name, problem.construct, true]);
    }
  });

  test('TCP beside names: connections with another name arrived at the TCP host', () => {
    for (const [scenario, problem] of ofCode('EIC622')) {
      const entry = entryOf(scenario, problem);
      const number = numberOf(entry, problem);
      const astray = scenario.probes!.filter(({ to, because, protocol, verdict }) => to.port === number && protocol === 'tls' && verdict === 'allow' && !entry.hosts.includes(to.host ?? '') && because.includes(`outbound|${number}||${entry.hosts[0]} >`));
      expect([scenario.name, problem.construct, astray.length > 0]).toEqual([scenario.name, problem.construct, true]);
    }
  });

  test('TCP with NONE and without addresses: other addresses were reached', () => {
    for (const [scenario, problem] of ofCode('EIC626')) {
      const number = numberOf(entryOf(scenario, problem), problem);
      const open = scenario.probes!.filter(({ to, reached }) => to.port === number && to.ip !== undefined && reached === `${to.ip}:${number}`);
      expect([scenario.name, problem.construct, open.length > 0]).toEqual([scenario.name, problem.construct, true]);
    }
  });

  test('TLS at one address: no other name was ever refused there, and some passed', () => {
    const others = ofCode('EIC625').flatMap(([scenario, problem]) => {
      const { hosts, addresses, ports } = entryOf(scenario, problem);
      const numbers = ports.filter(({ protocol }) => protocol === 'TLS' || protocol === 'HTTPS').map(({ number }) => number);
      return scenario.probes!.filter((probe) => probe.protocol === 'tls' && numbers.includes(probe.to.port) && addresses!.includes(dialled(scenario, probe) ?? '')
        && !hosts.includes(probe.sni ?? probe.to.host ?? '') && probe.because.includes(`outbound|${probe.to.port}||${hosts[0]}`));
    });
    expect(others.length).toBeGreaterThan(5);
    expect(others.filter(({ verdict }) => verdict === 'deny').map(({ because }) => because)).toEqual([]);
  });

  test('wildcards behind a gateway: nothing passed', () => {
    for (const [scenario, { message }] of ofCode('EIC632')) {
      const host = /got: "([^"]+)"/.exec(message)![1]!;
      const through = scenario.probes!.filter(({ to }) => to.host?.endsWith(host.slice(1)) ?? false);
      expect([host, through.length > 0, through.every(({ verdict }) => verdict === 'deny')]).toEqual([host, true, true]);
    }
  });

  test('every scenario in which a policy stopped outgoing TLS of DYNAMIC_DNS has the warning', () => {
    const warned = new Set(namesOf('EIC635'));
    const stopped = scenarios.filter(({ objects, probes = [] }) => {
      const dynamic = new Set(objects.filter(({ kind, spec }) => kind === 'ServiceEntry' && spec.resolution === 'DYNAMIC_DNS')
        .flatMap(({ spec }) => spec.ports.filter(({ protocol }) => protocol === 'TLS').flatMap(({ number }) => spec.hosts.map((host) => `${number}||${host}`))));
      return probes.some(({ verdict, because }) => verdict === 'deny' && dynamic.has(/^[^:>]+: outbound\|(\d+\|\|\S+)/.exec(because)?.[1] ?? '') && /^[^>]*rbac/.test(because));
    });
    expect(stopped.length).toBeGreaterThan(5);
    expect(stopped.map(({ name }) => name).filter((name) => !warned.has(name))).toEqual([]);
  });
});
