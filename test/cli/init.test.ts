import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { POLICY } from './definitions';
import { eic, eicIn, problemsIn, Run } from './eic';
import { treeOf } from './trees';
import { readDefinitionFile } from '../../src/cell/file';
import { parseDocuments } from '../../src/cell/file/yaml-source';
import { QUESTIONS } from '../../src/cli/init/questions';
import { definitionText } from '../../src/cli/init/template';
import { readCell } from '../../src/read-cell';
import { newFolder } from '../support/folders';

const GOOD: Readonly<Record<string, string>> = {
  'name': 'plant', 'region': 'eu10-004', 'platform': 'aks', 'node-cidr': '10.10.0.0/22', 'pod-cidr': '10.244.0.0/16', 'default-host': 'eic.acme.example', 'api-host': 'eic-api.acme.example',
};
const flags = (answers: Readonly<Record<string, string>>) => Object.entries(answers).flatMap(([name, value]) => [`--${name}`, value]);
const definitionIn = (file: string) => {
  const source = readDefinitionFile(file);
  expect(source.problems).toEqual([]);
  return readCell(source.data, 'file');
};

describe('with options', () => {
  test('writes a definition that reads back, in observe, and eic plan takes', async () => {
    const file = join(newFolder(), 'cell.yaml');
    expect(await eic('init', '-o', file, ...flags(GOOD))).toEqual({ code: 0, out: `wrote ${file}; eic plan ${file} shows what it means\n`, err: '' });
    const { definition, problems, firewall } = definitionIn(file);
    expect({ problems, firewall }).toEqual({ problems: [], firewall: {} });
    expect(definition).toMatchObject({
      name: 'plant', enforcement: 'observe', btp: { region: 'eu10-004' }, cluster: { platform: 'aks', nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'] },
      ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
    });
    expect(definition!.cluster.apiServer).toBeUndefined();
    expect((await eic('plan', file)).code).toBe(0);
  });

  test('what stands in comments is right, too', async () => {
    const file = join(newFolder(), 'cell.yaml');
    await eic('init', '-o', file, ...flags({ ...GOOD, 'firewall': 'azure', 'firewall-policy-id': POLICY }));
    const commented = readFileSync(file, 'utf8').replace(/^( *)# (?=(access|istioVersion|serviceCidrs|apiServer|cni|tier|dnsProxy|defaultDeny|provider|backend):)/gm, '$1')
      .replace(/^ {2}# flows:\n {2}# {3}content/m, '  flows:\n    content').replace('receivers: {}\n#', 'receivers:\n').replace(/^#( {2}bank:)/m, '$1');
    writeFileSync(file, commented);
    const { definition, firewall, problems } = definitionIn(file);
    expect(problems).toEqual([]);
    expect(definition).toMatchObject({
      btp: { flows: { 'content-deployment': {} } }, cluster: { access: 'restricted', istioVersion: '1.27', serviceCidrs: [expect.any(String)], apiServer: {}, cni: { networkPolicy: true } },
      receivers: { s4: {}, bank: {} },
    });
    expect(firewall.hub).toMatchObject({ azure: { rules: { tier: 'Standard', dnsProxy: true, defaultDeny: 'sources' } }, provider: { subscriptionId: expect.any(String) }, backend: { type: 'azurerm' } });
  });

  test('takes the API server, and several addresses', async () => {
    const file = join(newFolder(), 'cell.yaml');
    await eic('init', '-o', file, ...flags({ ...GOOD, 'api-server': '10.10.4.4/32' }), '--node-cidr', '10.11.0.0/22, fd00:10::/64', '--json');
    const { cluster } = definitionIn(file).definition!;
    expect(cluster.apiServer).toMatchObject({ cidrs: ['10.10.4.4/32'] });
    expect(cluster.nodeCidrs).toEqual(['10.10.0.0/22', '10.11.0.0/22', 'fd00:10::/64']);
    writeFileSync(file, readFileSync(file, 'utf8').replace('enforcement: observe', 'enforcement: enforce'));
    expect(definitionIn(file).problems).toEqual([]);
  });

  test('writes a firewall target', async () => {
    const file = join(newFolder(), 'cell.yaml');
    const run = await eic('init', '-o', file, ...flags({ ...GOOD, 'firewall': 'azure', 'firewall-policy-id': POLICY }), '--json');
    expect(JSON.parse(run.out)).toEqual({ file });
    expect(definitionIn(file).firewall).toMatchObject({ hub: { azure: { rules: { firewallPolicyId: POLICY, priority: 400 } } } });
    expect((await eic('plan', file)).out).toMatch(/^hub: \d+ rules$/m);
  });

  test('names the file after the cell', async () => {
    const before = process.cwd();
    const folder = newFolder();
    process.chdir(folder);
    try {
      expect((await eic('init', ...flags(GOOD))).code).toBe(0);
      expect(Object.keys(treeOf(folder))).toEqual(['plant.yaml']);
      expect((await eic('init', ...flags(GOOD))).code).toBe(2);
    } finally {
      process.chdir(before);
    }
  });

  test.each([
    ['aws', { 'firewall-region': 'eu-central-1' }, { region: 'eu-central-1' }],
    ['gcp', { 'firewall-region': 'europe-west3', 'firewall-project': 'acme-net', 'firewall-network': 'projects/acme-net/global/networks/hub' },
      { region: 'europe-west3', project: 'acme-net', network: 'projects/acme-net/global/networks/hub' }],
  ])('writes a target of %s, whose comments are settings that it takes', async (cloud, options, rules) => {
    const file = join(newFolder(), 'cell.yaml');
    expect((await eic('init', '-o', file, ...flags({ ...GOOD, firewall: cloud, ...options }))).code).toBe(0);
    expect(definitionIn(file)).toMatchObject({ problems: [], firewall: { hub: { [cloud]: { rules } } } });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^( +)# (?=(policyDefaultActions|defaultDeny|targets|wildcards|backend):)/gm, '$1'));
    expect(definitionIn(file)).toMatchObject({ problems: [], firewall: { hub: { [cloud]: { rules: { ...rules, defaultDeny: 'sources' } }, backend: { config: expect.anything() } } } });
  });

  test.each([['aws', ['--firewall-region']], ['gcp', ['--firewall-network', '--firewall-project', '--firewall-region']]])('asks %s for what it needs, and refuses what another cloud would take', async (cloud, needed) => {
    const file = join(newFolder(), 'cell.yaml');
    expect(problemsIn(await eic('init', '-o', file, ...flags({ ...GOOD, firewall: cloud }), '--json')).map(({ code, path }) => `${code} ${path}`)).toEqual(needed.map((option) => `EIC901 ${option}`));
    const other = cloud === 'aws' ? 'europe-west3' : 'eu-central-1';
    expect(problemsIn(await eic('init', '-o', file, ...flags({ ...GOOD, 'firewall': cloud, 'firewall-region': other }), '--json')).map(({ code }) => code)).toEqual(['EIC111']);
  });

  test('says everything that is missing', async () => {
    const folder = newFolder();
    const run = await eic('init', '-o', join(folder, 'x.yaml'), '--firewall', 'azure', '--json');
    expect(run.code).toBe(2);
    const needed = [...Object.keys(GOOD), 'firewall-policy-id'].map((name) => `--${name}`).sort();
    expect(problemsIn(run).map(({ code, path }) => ({ code, path }))).toEqual(needed.map((path) => ({ code: 'EIC901', path })));
    expect(treeOf(folder)).toEqual({});
  });

  test.each([
    ['name', 'Plant', 'EIC105', '--name'],
    ['name', '${var.x}', 'EIC110', '--name'],
    ['region', 'Europe', 'EIC111', '--region'],
    ['platform', 'AKS', 'EIC104', '--platform'],
    ['node-cidr', '10.10.0.1/22', 'EIC107', '--node-cidr[0]'],
    ['pod-cidr', '10.0.0.0/16,0.0.0.0/0', 'EIC107', '--pod-cidr[1]'],
    ['pod-cidr', ',', 'EIC103', '--pod-cidr'],
    ['api-server', '10.10.4.4', 'EIC107', '--api-server[0]'],
    ['default-host', '*.acme.example', 'EIC106', '--default-host'],
    ['api-host', 'eic-api.acme.example: { x: y }', 'EIC106', '--api-host'],
    ['api-host', 'eic.acme.example', 'EIC308', 'ingress.virtualHosts.api.host'],
    ['region', 'eu99', 'EIC301', 'btp.region'],
    ['firewall', 'sonicwall', 'EIC104', '--firewall'],
    ['firewall-policy-id', 'hub', 'EIC111', '--firewall-policy-id'],
  ])('--%s %s is refused: %s', async (option, value, code, path) => {
    const folder = newFolder();
    const run = await eic('init', '-o', join(folder, 'x.yaml'), ...flags({ ...GOOD, [option]: value }), '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code, path })]);
    expect(treeOf(folder)).toEqual({});
  });
});

describe('a file that is there', () => {
  test('is not overwritten without --force', async () => {
    const file = join(newFolder(), 'cell.yaml');
    writeFileSync(file, 'mine');
    const run = await eic('init', '-o', file, ...flags(GOOD), '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC904', file, message: 'must not exist yet; --force overwrites it' })]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await eic('init', '-o', file, ...flags(GOOD), '--force')).code).toBe(0);
    expect(definitionIn(file).problems).toEqual([]);
  });

  test('is not overwritten when it is a link to nothing', async () => {
    const folder = newFolder();
    symlinkSync(join(folder, 'none'), join(folder, 'cell.yaml'));
    expect((await eic('init', '-o', join(folder, 'cell.yaml'), ...flags(GOOD))).code).toBe(2);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test.each([['a folder', (folder: string) => folder], ['a file in a folder that is not there', (folder: string) => join(folder, 'none/cell.yaml')]])('%s cannot be written', async (_, make) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'sub'));
    const run = await eic('init', '-o', make(join(folder, 'sub')), ...flags(GOOD), '--force', '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC904' })]);
  });
});

describe('on a terminal', () => {
  /** Runs `eic init` on a terminal, where somebody types a line at each prompt; null: end of input. */
  async function typed(lines: readonly (string | null)[], ...options: string[]): Promise<Run> {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const rest = [...lines];
    let answered = 0;
    const watch = (text: string) => {
      const seen = text.replace(/\u001b\[\d*[A-Z]/g, '');
      if (!seen.endsWith(': ') || seen.length === answered || rest.length === 0) return;
      answered = seen.length;
      const line = rest.shift()!;
      // After the prompt is drawn, as a person would.
      setImmediate(() => (line === null ? stdin.end() : stdin.write(`${line}\n`)));
    };
    return eicIn({ stdin, columns: 100, watch }, 'init', ...options);
  }

  test('asks for everything, in order, and again after a bad answer', async () => {
    const file = join(newFolder(), 'cell.yaml');
    const { code, out } = await typed(
      ['Plant', 'plant', 'eu10', 'aks', '10.10.0.1/22', '10.10.0.0/22', '10.244.0.0/16, 10.245.0.0/16', '', 'eic.acme.example', 'eic-api.acme.example', 'azure', POLICY], '-o', file);
    expect(code).toBe(0);
    expect(out).toContain('  must be lower-case letters, digits and hyphens');
    expect(out).toContain('did you mean "10.10.0.0/22"?');
    const places = QUESTIONS.filter(({ when }) => when?.(new Map([['firewall', 'azure']])) !== false).map(({ text }) => out.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    const { definition, firewall } = definitionIn(file);
    expect(definition).toMatchObject({ name: 'plant', cluster: { podCidrs: ['10.244.0.0/16', '10.245.0.0/16'] } });
    expect(firewall.hub!.azure!.rules!.firewallPolicyId).toBe(POLICY);
  });

  test('asks for what the options do not give, and takes nothing as the default', async () => {
    const file = join(newFolder(), 'cell.yaml');
    const { code, out } = await typed(['', '', 'eic-api.acme.example', ''], '-o', file, ...flags({ ...GOOD, 'api-host': '' }).slice(0, -2));
    expect(code).toBe(0);
    expect(out).not.toContain('Name of the cell');
    expect(out).toContain('none, azure, aws or gcp [none]: ');
    expect(definitionIn(file).firewall).toEqual({});
  });

  test('takes answers that were pasted at once', async () => {
    const file = join(newFolder(), 'cell.yaml');
    const { code } = await typed(['plant\neu10\naks\n10.10.0.0/22\n10.244.0.0/16\n\neic.acme.example\neic-api.acme.example\n'], '-o', file);
    expect(code).toBe(0);
    expect(definitionIn(file).problems).toEqual([]);
  });

  test('does not ask when everything is given', async () => {
    const file = join(newFolder(), 'cell.yaml');
    const { code, out } = await typed([], '-o', file, ...flags({ ...GOOD, 'api-server': '10.10.4.4/32', 'firewall': 'none' }));
    expect({ code, out }).toEqual({ code: 0, out: `wrote ${file}; eic plan ${file} shows what it means\n` });
  });

  test.each([[[null]], [['plant', null]], [['plant', 'eu10', 'ak', null]]])('writes nothing when the input ends: %j', async (lines) => {
    const folder = newFolder();
    const { code, err } = await typed(lines, '-o', join(folder, 'cell.yaml'));
    expect(code).toBe(2);
    expect(err).toContain('EIC901 was cancelled; nothing was written');
    expect(treeOf(folder)).toEqual({});
  });
});

test('whatever the answers are, YAML reads them back', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const awkward = fc.constantFrom('true', 'null', 'no', '1e3', '0x1f', '1_000', '12', '0', 'y', '-', '~', '2001-01-01', '0o7', 'on');
  fc.assert(fc.property(fc.oneof(label, awkward.filter((text) => /^[a-z0-9-]+$/.test(text) && !/^-|-$/.test(text))), fc.domain(), (name, host) => {
    const answers = new Map<string, string | string[]>([
      ['name', name], ['region', 'eu10'], ['platform', 'aks'], ['node-cidr', ['10.0.0.0/8', 'fd00::/8']], ['pod-cidr', ['fd01::/32']], ['default-host', host], ['api-host', `api.${host}`], ['firewall', 'none'],
    ]);
    expect(parseDocuments(definitionText(answers))[0]!.data).toMatchObject({
      name, cluster: { nodeCidrs: ['10.0.0.0/8', 'fd00::/8'], podCidrs: ['fd01::/32'] }, ingress: { virtualHosts: { default: { host }, api: { host: `api.${host}` } } },
    });
  }), { numRuns: 200 });
});
