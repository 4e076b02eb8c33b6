import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planDocument } from '../../src/compile/plan-document';
import { noProxyValue } from '../../src/plan/no-proxy';
import { eic } from '../cli/eic';
import { cellWith, minimalFile, setAt } from '../support/cells';
import { newFolder } from '../support/folders';

const httpProxy = { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'], noProxy: ['*.corp.example', 'idp.acme.example'] };

describe('NO_PROXY', () => {
  test('holds what never goes through the proxy', () => {
    const value = noProxyValue(cellWith({ cluster: { httpProxy, serviceCidrs: ['10.0.0.0/16'] } }).definition)!.split(',');
    expect(value).toEqual(expect.arrayContaining([
      'localhost', '127.0.0.1', '169.254.169.254', '.svc', '.cluster.local', '10.244.0.0/16', '10.0.0.0/16', '10.10.0.0/22', '10.10.4.4/32', '.corp.example', 'idp.acme.example',
    ]));
    expect(new Set(value).size).toBe(value.length);
    expect(value.every((entry) => /^[a-z0-9./:-]+$/.test(entry))).toBe(true);
  });

  test('is there with a proxy only, in plan.json too', () => {
    const [without, behind] = [cellWith(), cellWith({ cluster: { httpProxy } })];
    expect(noProxyValue(without.definition)).toBeUndefined();
    expect(planDocument(without.definition, without.plan, {})).not.toHaveProperty('noProxy');
    expect(planDocument(behind.definition, behind.plan, {}).noProxy).toBe(noProxyValue(behind.definition));
  });

  test('is printed by eic plan', async () => {
    const data = minimalFile();
    setAt(data, ['cluster', 'httpProxy'], httpProxy);
    const file = join(newFolder(), 'cell.json');
    writeFileSync(file, JSON.stringify(data));
    for (const format of ['table', 'markdown']) expect((await eic('plan', file, '--format', format)).out).toContain('.corp.example,idp.acme.example');
  });
});
