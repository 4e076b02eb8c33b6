import fc from 'fast-check';
import { Connection, portIn, verdictOf } from './azure-firewall';
import { codes, compiled, ruleOf, rulesOf, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { AzureCompilation } from '../../../src/compile/azure';
import { portsBeside } from '../../../src/compile/azure/default-deny';

const NODE = '10.10.0.7';
const ELSEWHERE = '198.51.100.1';
const webPort = fc.integer({ min: 1, max: 64000 }).filter((port) => port !== 25);

const webReceiver = fc.record({ protocol: fc.constantFrom('http' as const, 'https' as const), wildcard: fc.boolean(), port: webPort });
const addressed = fc.record({
  octet: fc.integer({ min: 1, max: 254 }), first: fc.integer({ min: 26, max: 65000 }), length: fc.integer({ min: 0, max: 500 }),
});

/** Receivers with hosts and addresses that no two of them share. */
const receivers = fc.record({ web: fc.array(webReceiver, { maxLength: 6 }), raw: fc.array(addressed, { maxLength: 4 }) }).map(({ web, raw }) => ({
  ...Object.fromEntries(web.map(({ protocol, wildcard, port }, index): [string, Receiver] =>
    [`web-${index}`, { protocol, host: `${wildcard ? '*.' : ''}w${index}.acme.example`, port }])),
  ...Object.fromEntries(raw.map(({ octet, first, length }, index): [string, Receiver] =>
    [`raw-${index}`, { protocol: 'tcp', addresses: [`203.0.113.${octet}/32`], ports: [length === 0 ? first : `${first}-${first + length}`] }])),
}));

const web = (host: string, port: number, type: 'Http' | 'Https', more: Partial<Connection> = {}): Connection =>
  ({ source: NODE, protocol: 'TCP', port, address: ELSEWHERE, says: { type, host }, ...more });
const raw = (protocol: Connection['protocol'], address: string, port: number, more: Partial<Connection> = {}): Connection =>
  ({ source: NODE, protocol, port, address, ...more });

/** Ports that the group denies by network rules, from 1 on; index 0 is unused. */
function deniedPorts(compilation: AzureCompilation): boolean[] {
  const texts = rulesOf(compilation).flatMap((rule) => (rule.name === 'deny-tcp' && 'destinationPorts' in rule ? rule.destinationPorts : []));
  const denied = new Array<boolean>(65536).fill(false);
  for (const text of texts) {
    const [low, high = low] = text.split('-').map(Number) as [number, number?];
    denied.fill(true, low, high + 1);
  }
  return denied;
}

describe('ports beside the used ones', () => {
  it.each([
    [[], ['1-65535']],
    [[443], ['1-442', '444-65535']],
    [[1, 65535], ['2-65534']],
    [[1, 3, 65534], ['2', '4-65533', '65535']],
    [[79, 80, 81], ['1-78', '82-65535']],
    [[0], ['1-65535']],
  ])('of %j are %j', (used, expected) => {
    expect(portsBeside(new Set(used))).toEqual(expected);
  });

  it('are every port that is not used, once, in ranges that cannot be joined', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { maxLength: 40 }), (used) => {
      const ranges = portsBeside(new Set(used)).map((text) => text.split('-').map(Number)).map(([low, high = low]) => [low!, high!] as const);
      const count = ranges.reduce((sum, [low, high]) => sum + high - low + 1, 0);
      expect(count + used.length).toBe(65535);
      expect(used.some((port) => ranges.some(([low, high]) => low <= port && port <= high))).toBe(false);
      for (const [index, [low, high]] of ranges.entries()) {
        expect(low).toBeLessThanOrEqual(high);
        if (index > 0) expect(low).toBeGreaterThan(ranges[index - 1]![1] + 1);
      }
    }));
  });
});

describe('defaultDeny: sources', () => {
  it('denies a port or uses it in an application rule, never both and never neither', () => {
    fc.assert(fc.property(receivers, (given) => {
      const compilation = compiled({ receivers: given }, { defaultDeny: 'sources' });
      const used = new Set(rulesOf(compilation).flatMap((rule) => (rule.collection === 'allow-application' ? rule.protocols.map((entry) => (entry as { port: number }).port) : [])));
      expect(deniedPorts(compilation).flatMap((denied, port) => (port > 0 && denied === used.has(port) ? [port] : []))).toEqual([]);
    }), { numRuns: 30 });
  });

  it('lets through what is declared, by the rule of its flow, and nothing beside it', () => {
    fc.assert(fc.property(receivers, (given) => {
      const compilation = compiled({ receivers: given }, { defaultDeny: 'sources' });
      expect(codes(compilation)).toEqual([]);
      for (const [key, { protocol, host, port, ports, addresses }] of Object.entries(given)) {
        const rule = `receiver-${key}`;
        if (host !== undefined) {
          const type = protocol === 'http' ? 'Http' : 'Https';
          const name = host.replace('*.', 'a.b.');
          const apex = host.replace('*.', '');
          expect(verdictOf(compilation, web(name, port!, type))).toEqual({ action: 'Allow', rule });
          if (host.startsWith('*')) expect(verdictOf(compilation, web(apex, port!, type)).action).toBe('Deny');
          expect(verdictOf(compilation, web(`evil${apex}`, port!, type)).action).toBe('Deny');
          expect(verdictOf(compilation, web(`${name}.evil.example`, port!, type)).action).toBe('Deny');
          expect(verdictOf(compilation, web(name, port!, type === 'Http' ? 'Https' : 'Http')).action).toBe('Deny');
          expect(verdictOf(compilation, raw('UDP', ELSEWHERE, port!)).action).toBe('Deny');
          expect(verdictOf(compilation, web(name, port!, type, { source: '10.99.0.1' })).action).toBe('none');
        } else {
          const [low, high = low] = String(ports![0]).split('-').map(Number) as [number, number?];
          const address = addresses![0]!.split('/')[0]!;
          expect(verdictOf(compilation, raw('TCP', address, low)).action).toBe('Allow');
          expect(verdictOf(compilation, raw('TCP', address, high)).action).toBe('Allow');
          expect(verdictOf(compilation, raw('UDP', address, low)).action).toBe('Deny');
          expect(verdictOf(compilation, raw('TCP', ELSEWHERE, low)).action).not.toBe('Allow');
          expect(verdictOf(compilation, raw('TCP', address, low, { source: '10.99.0.1' })).action).toBe('none');
        }
      }
      expect(verdictOf(compilation, raw('ICMP', ELSEWHERE, 0)).action).toBe('Deny');
    }), { numRuns: 60 });
  });

  it('denies the names that Azure allows for its infrastructure', () => {
    const compilation = compiled({}, { defaultDeny: 'sources' });
    expect(verdictOf(compilation, web('management.azure.com', 443, 'Https'))).toEqual({ action: 'Deny', rule: 'deny-https' });
    expect(verdictOf(compilation, web('www.microsoft.com', 80, 'Http'))).toEqual({ action: 'Deny', rule: 'deny-tcp' });
    expect(ruleOf(compilation, 'deny-http').protocols).toEqual([{ type: 'Http', port: 80 }, { type: 'Http', port: 443 }]);
    expect(ruleOf(compilation, 'deny-https').protocols).toEqual([{ type: 'Https', port: 80 }, { type: 'Https', port: 443 }]);
  });

  it('denies the egress sources only: what else runs on nodes is not in the plan', () => {
    const compilation = compiled({ cluster: { egressSources: ['10.244.0.0/16', 'fd00:1::/64'] } }, { defaultDeny: 'sources' });
    const denies = rulesOf(compilation).filter(({ collection }) => collection.startsWith('deny'));
    expect(denies.map(({ name, sourceAddresses }) => [name, sourceAddresses])).toEqual(
      ['deny-icmp', 'deny-tcp', 'deny-udp', 'deny-http', 'deny-https'].map((name) => [name, ['10.244.0.0/16']]));
    expect(verdictOf(compilation, web('mcr.microsoft.com', 443, 'Https')).action).toBe('none');
    expect(verdictOf(compilation, web('mcr.microsoft.com', 443, 'Https', { source: '10.244.3.4' })).action).toBe('Deny');
  });

  it('comes after everything of ours, within the kinds of rules', () => {
    const { networkCollections, applicationCollections } = compiled({ receivers: { x: { protocol: 'sftp', host: 'sftp.acme.example' } } }, { defaultDeny: 'sources' });
    for (const collections of [networkCollections, applicationCollections]) {
      expect(collections.map(({ action }) => action)).toEqual(['Allow', 'Deny']);
      expect(collections[0]!.priority).toBeLessThan(collections[1]!.priority);
    }
    const priorities = [...networkCollections, ...applicationCollections].map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(priorities.length);
  });

  it('says nothing of its own accord, and denies all TCP where no application rule is', () => {
    const compilation = compiled({ cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } }, { defaultDeny: 'sources' });
    expect(compilation.findings).toEqual([]);
    expect(compilation.applicationCollections.map(({ name }) => name)).toEqual(['deny-application']);
    expect(ruleOf(compilation, 'deny-tcp')).toMatchObject({ destinationPorts: ['1-65535'] });
    expect(portIn('1-65535', 443)).toBe(true);
  });
});

describe('no deny', () => {
  it.each([
    ['defaultDeny: none', {}, 'none', 'defaultDeny: sources'],
    ['enforcement: observe, whatever defaultDeny says', { enforcement: 'observe' }, 'sources', 'enforcement: enforce'],
    ['enforcement: observe with defaultDeny: none', { enforcement: 'observe' }, 'none', 'enforcement: enforce'],
  ] as const)('with %s, and a finding that says who decides', (_, overrides, defaultDeny, remedy) => {
    const compilation = compiled(overrides, { defaultDeny });
    expect(rulesOf(compilation).filter(({ collection }) => collection !== 'allow-application')).toEqual([]);
    expect(compilation.findings).toEqual([expect.objectContaining({
      code: 'EIC504', severity: 'info', flow: null, path: `${TARGET}.defaultDeny`, remedy: expect.stringContaining(remedy), accepted: null,
    })]);
    expect(verdictOf(compilation, web('evil.example', 443, 'Https')).action).toBe('none');
  });

  it('allows the same while observing as when enforcing', () => {
    const allow = (enforcement: 'observe' | 'enforce') =>
      rulesOf(compiled({ enforcement }, { defaultDeny: 'sources' })).filter(({ collection }) => collection.startsWith('allow'));
    expect(allow('observe')).toEqual(allow('enforce'));
  });
});
