import fc from 'fast-check';
import { codes, compiled, compiledCell, rulesOf } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { shortened } from '../../../src/compile/names';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith, minimalProps } from '../../support/cells';

/** As the azurerm provider checks names (`internal/services/firewall/validate`), and at most 80 characters as ARM has it. */
const NAME = /^[^\W_][\w\-.]*\w$/;

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const receivers = fc.dictionary(label, fc.constantFrom<Receiver[]>(
  { protocol: 'https', host: 's4.acme.example' }, { protocol: 'sftp', host: 'sftp.acme.example' }, { protocol: 'tcp', addresses: ['203.0.113.7/32'], port: 7000 },
  { protocol: 'kafka', brokers: ['b1.acme.example:9093', 'b2.acme.example:9094'] },
), { maxKeys: 8, noNullPrototype: true });

describe('names', () => {
  it('are in the grammar of Azure, at most 80 characters, and each there once', () => {
    fc.assert(fc.property(receivers, fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/), (given, name) => {
      const compilation = compiledCell(new EdgeIntegrationCell({ ...minimalProps(), name, receivers: given }), { defaultDeny: 'sources' });
      expect(compilation.groupName).toBe(`eic-${name}`);
      const names = [...rulesOf(compilation), ...compilation.networkCollections, ...compilation.applicationCollections].map((named) => named.name);
      for (const text of [compilation.groupName, ...names]) {
        expect(text).toMatch(NAME);
        expect(text.length).toBeLessThanOrEqual(80);
      }
      expect(new Set(names).size).toBe(names.length);
    }), { numRuns: 50 });
  });

  it('are shortened with a hash of the whole key', () => {
    const key = 'k'.repeat(63);
    const compilation = compiled({ services: { identityProviders: { [key]: { host: 'idp.acme.example', port: 443 } } } });
    const name = shortened(`identity-provider-${key}`, 80);
    expect(name).toMatch(/^identity-provider-k+-[0-9a-f]{8}$/);
    expect(rulesOf(compilation).filter((rule) => rule.name === name)).toHaveLength(1);
    expect(compilation.rows).toContainEqual(expect.objectContaining({ flow: `identity-provider/${key}`, rule: `allow-application/${name}` }));
  });

  it('that collide after shortening are a problem', () => {
    const key = 'k'.repeat(63);
    const other = shortened(`identity-provider-${key}`, 80).replace('identity-provider-', '');
    const provider = { host: 'idp.acme.example', port: 443 };
    expect(codes(compiled({ services: { identityProviders: { [key]: provider, [other]: provider } } }))).toEqual([`EIC403 services.identityProviders.${key}`]);
  });
});

describe('stability', () => {
  it('is independent of the order of the definition', () => {
    const withOrder = receivers.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(Object.keys(given), { minLength: Object.keys(given).length })));
    fc.assert(fc.property(withOrder, ([given, keys]) => {
      const shuffled = Object.fromEntries(keys.map((key) => [key, given[key]!]));
      expect(JSON.stringify(compiled({ receivers: shuffled }))).toBe(JSON.stringify(compiled({ receivers: given })));
    }), { numRuns: 40 });
  });

  it('changes one place when a flow is added', () => {
    const before = rulesOf(compiled({ receivers: { a: { protocol: 'https', host: 'a.acme.example' }, c: { protocol: 'https', host: 'c.acme.example' } } }));
    const after = rulesOf(compiled({
      receivers: { a: { protocol: 'https', host: 'a.acme.example' }, b: { protocol: 'https', host: 'b.acme.example' }, c: { protocol: 'https', host: 'c.acme.example' } },
    }));
    expect(after.filter(({ name }) => name !== 'receiver-b')).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
  });

  it('orders rules by name and rows by flow', () => {
    const compilation = compiled({ receivers: { 'b': { protocol: 'https', host: 'a.acme.example' }, 'a-1': { protocol: 'https', host: 'b.acme.example' }, 'a': { protocol: 'sftp', host: 'c.acme.example' } } });
    const sorted = (texts: readonly string[]) => [...texts].sort();
    for (const { rules } of [...compilation.networkCollections, ...compilation.applicationCollections]) {
      expect(rules.map(({ name }) => name)).toEqual(sorted(rules.map(({ name }) => name)));
    }
    expect(compilation.rows.map(({ flow }) => flow)).toEqual(sorted(compilation.rows.map(({ flow }) => flow)));
  });
});

it('allows nothing that is everything: each allow has sources, destinations of one kind, and ports', () => {
  fc.assert(fc.property(receivers, fc.constantFrom('none' as const, 'sources' as const), (given, defaultDeny) => {
    const allows = rulesOf(compiled({ receivers: given }, { defaultDeny })).filter(({ collection }) => collection.startsWith('allow'));
    expect(allows.length).toBeGreaterThan(0);
    for (const { sourceAddresses, destinationFqdns = [], ...rule } of allows) {
      const addresses = 'destinationAddresses' in rule ? rule.destinationAddresses ?? [] : [];
      const ports = 'destinationPorts' in rule ? rule.destinationPorts : rule.protocols.map((protocol) => String((protocol as { port: number }).port));
      for (const list of [sourceAddresses, [...addresses, ...destinationFqdns], ports]) {
        expect(list.length).toBeGreaterThan(0);
        expect(list.filter((text) => text === '*' || text.endsWith('/0'))).toEqual([]);
      }
      expect(addresses.length === 0 || destinationFqdns.length === 0).toBe(true);
    }
  }), { numRuns: 40 });
});

it('writes free text nowhere, so that nothing hostile in it can reach Azure', () => {
  const reason = 'FREE-TEXT"; drop ${file("/etc/passwd")} %{ if true } #{TfToken[TOKEN.0]} </script> \\ $$';
  const cell = cellWith({
    btp: { flows: { 'security-material': { extraHosts: [{ host: 'kms.acme.example', reason }] } } },
    flows: { licence: { from: ['worker'], hosts: ['lic.acme.example'], ports: [443], protocol: 'https', reason } },
    accept: [{ flows: ['content-deployment'], risk: 'shared-tenant-wildcard', reason }],
  });
  expect(JSON.stringify(cell.plan).split('FREE-TEXT')).toHaveLength(4);
  const compilation = compiledCell(cell, { defaultDeny: 'sources' });
  expect(rulesOf(compilation).map(({ name }) => name)).toEqual(expect.arrayContaining(['security-material.extra', 'flow-licence']));
  expect(JSON.stringify(compilation)).not.toContain('FREE-TEXT');
});
