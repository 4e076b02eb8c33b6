import { join } from 'node:path';
import { fullDefinition, minimalWith } from './definitions';
import { eic, eicIn, fileWith } from './eic';
import { Flow } from '../../src/plan';
import { readCell } from '../../src/read-cell';
import { minimalFile } from '../support/cells';
import { ROOT } from '../support/scripts';

const EXAMPLES = join(ROOT, 'examples/cells');

describe('the table', () => {
  test('has every flow with its direction, ends, ports, evidence and reasons', async () => {
    const data = fullDefinition();
    const { code, out, err } = await eic('plan', fileWith(data));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [egress, ingress] = [out.slice(out.indexOf('\nOut\n'), out.indexOf('\nIn\n')), out.slice(out.indexOf('\nIn\n'), out.indexOf('\nSources\n'))];
    for (const flow of readCell(data, 'file').plan!.flows) {
      const section = flow.direction === 'egress' ? egress : ingress;
      const row = section.split('\n').find((line) => line.split(/ {2,}/)[0] === flow.key)!;
      expect(row).toContain(` ${flow.ports.join(', ')} ${flow.protocol} `);
      expect(row).toContain(` ${flow.evidence} `);
      for (const text of [...flow.to.hosts, ...flow.to.cidrs].map(String)) expect(section).toContain(text);
      for (const { text, source } of flow.reasons) {
        expect(section).toContain(text);
        expect(out).toContain(source);
      }
    }
  });

  test('says once what many flows share', async () => {
    const { out } = await eic('plan', fileWith(minimalFile()));
    const shared = out.split('\n').filter((line) => line.includes('EIC501') && line.includes('*.hana.ondemand.com'));
    expect(shared).toEqual(['warning EIC501 *.hana.ondemand.com covers names of every customer of the platform']);
    const flows = out.split('\n')[out.split('\n').indexOf(shared[0]!) + 1];
    expect(flows).toBe('  audit-log-service, configuration-service, destination-service, security-material, system-internal-events, xsuaa');
    expect(out).toContain('  give btp.flows.<flow>.hosts, or btp.narrow: region, or accept the risk with a reason\n');
  });

  test('says what is accepted and why, after what is not', async () => {
    const data = minimalWith({ accept: [{ flows: ['xsuaa', 'security-material'], risk: 'shared-tenant-wildcard', reason: 'known, see SEC-1' }] });
    const { out } = await eic('plan', fileWith(data));
    const accepted = 'accepted EIC501 *.hana.ondemand.com covers names of every customer of the platform\n  security-material, xsuaa\n  because: known, see SEC-1\n';
    expect(out).toContain(accepted);
    expect(out.indexOf(accepted)).toBeGreaterThan(out.lastIndexOf('warning EIC5'));
  });

  test('sums up the targets', async () => {
    const { out } = await eic('plan', join(EXAMPLES, 'azure-cluster-btp-aws.yaml'));
    const { targets } = JSON.parse((await eic('plan', join(EXAMPLES, 'azure-cluster-btp-aws.yaml'), '--json')).out) as { targets: Record<string, { exact: boolean }[]> };
    expect(out).toContain(`\nhub: ${targets.hub!.length} rules\n`);
    expect(out).toContain(`\ncluster: ${targets.cluster!.length} rules, ${targets.cluster!.filter(({ exact }) => !exact).length} not exact`);
  });

  test.each([[220], [100], [60]])('cuts no host, id or reason on a terminal of %i columns, and is coloured there', async (columns) => {
    const file = join(EXAMPLES, 'azure-cluster-btp-aws.yaml');
    const { out } = await eicIn({ columns }, 'plan', file);
    expect(out).toContain('\u001b[1m');
    expect(out).not.toContain('…');
    const words = new Set(out.replace(/\u001b\[\d+m/g, '').split(/\s+/));
    const plain = (await eic('plan', file)).out.split(/\s+/).filter((word) => !/^(FLOW|FROM|TO|PORTS|EVIDENCE|WHY)$/.test(word));
    expect(plain.filter((word) => !words.has(word))).toEqual([]);
  });

  test.each([[{ NO_COLOR: '1' }], [{ TERM: 'dumb' }]])('has no colours with %j', async (env) => {
    expect((await eicIn({ columns: 200, env }, 'plan', join(EXAMPLES, 'minimal.yaml'))).out).not.toContain('\u001b');
  });

  test('shows several cells one below the other', async () => {
    const { out } = await eic('plan', EXAMPLES);
    expect(out.match(/^[a-z-]+: BTP .*$/gm)?.map((line) => line.split(':')[0])).toEqual(['works-gent', 'plant-mannheim', 'works-lyon', 'hub-rotterdam', 'minimal']);
  });
});

/** Rows of a CSV text (RFC 4180). */
function csvRows(text: string): string[][] {
  return text.trimEnd().split(/\n(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!));
}

describe('--format csv', () => {
  test('has a line for each flow and host', async () => {
    const data = fullDefinition();
    const rows = csvRows((await eic('plan', fileWith(data), '--format', 'csv')).out);
    expect(rows[0]).toEqual(['cell', 'flow', 'direction', 'from', 'host', 'addresses', 'ports', 'protocol', 'via', 'evidence', 'reason']);
    const flows: readonly Flow[] = readCell(data, 'file').plan!.flows;
    expect(rows.slice(1).map(([cell, flow, direction, , host, addresses, ports, protocol, via]) => [cell, flow, direction, host, addresses, ports, protocol, via])).toEqual(
      flows.flatMap((flow) => (flow.to.hosts.length > 0 ? flow.to.hosts.map(String) : ['']).map((host) =>
        ['plant', flow.key, flow.direction, host, flow.to.cidrs.join(' '), flow.ports.join(' '), flow.protocol, flow.via ?? ''])));
    expect(rows.filter((row) => row[8] === 'proxy').map((row) => row[1])).toEqual(['receiver/edi', 'xsuaa', 'xsuaa:extra']);
  });

  test('has one head for several cells', async () => {
    const rows = csvRows((await eic('plan', EXAMPLES, '--format', 'csv')).out);
    expect(rows.filter(([cell]) => cell === 'cell')).toHaveLength(1);
    expect([...new Set(rows.slice(1).map(([cell]) => cell))]).toEqual(['works-gent', 'plant-mannheim', 'works-lyon', 'hub-rotterdam', 'minimal']);
  });

  test.each([['=1+1'], ['+1'], ['-1'], ['@SUM(A1)'], ['=HYPERLINK("http://x","y"), z'], ['plain, "quoted"']])('gives a spreadsheet nothing to run: %s', async (reason) => {
    const data = minimalWith({ 'flows/x': { from: ['worker'], hosts: ['x.acme.example'], ports: [443], protocol: 'https', reason } });
    const rows = csvRows((await eic('plan', fileWith(data), '--format', 'csv')).out);
    const [row] = rows.filter(([, flow]) => flow === 'flow/x');
    expect(row![10]).toBe(/^[=+\-@]/.test(reason) ? `'${reason}` : reason);
    for (const cells of rows) for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });
});

describe('--format markdown', () => {
  const hostile = 'a|b `c` <script>x</script> [l](http://evil.example) ![i](x) @team **b** www.evil.example &amp; ~~s~~ \\';

  test('shows free text as it was written', async () => {
    const data = minimalWith({
      'flows/x': { from: ['worker'], hosts: ['x.acme.example'], ports: [443], protocol: 'https', reason: hostile },
      'accept': [{ flows: ['xsuaa'], risk: 'shared-tenant-wildcard', reason: hostile }],
    });
    const { code, out } = await eic('plan', fileWith(data), '--format', 'markdown');
    expect(code).toBe(0);
    expect(out).not.toMatch(/<script|\]\(|@team|http:|www\./);
    for (const line of out.split('\n').filter((one) => one.includes('script'))) expect(plainCells(line).some((cell) => cell.includes(hostile))).toBe(true);
    expect(out.match(/script&gt;x/g)).toHaveLength(2);
  });

  test('has a table of flows with as many cells in each row', async () => {
    const { out } = await eic('plan', fileWith(fullDefinition()), '--format', 'markdown');
    const rows = out.split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows.filter((line) => /^\| `/.test(line) && !/^\| `[^`]*` \| \d/.test(line))) expect(plainCells(row)).toHaveLength(7);
    expect(out).toMatch(/^# plant: BTP eu10-004, cluster aks, enforce; \d+ flows out, \d+ in$/m);
    expect(out).toContain('\n## Not rendered yet\n');
  });

  /** What a reader sees in the cells of a row. */
  function plainCells(row: string): string[] {
    return row.slice(2, -2).split(/ (?<!\\)\| /).map((cell) => cell
      .replace(/\\([\\`*_{}[\]()#~|!])/g, '$1').replaceAll('&#58;', ':').replaceAll('&#46;', '.').replaceAll('&#64;', '@').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
  }
});
