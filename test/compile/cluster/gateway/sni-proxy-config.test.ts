import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { checksumOf, sniProxyCommand, sniProxyConfig } from '../../../../src/compile/cluster/gateway';
import { HostPattern } from '../../../../src/net';

const listener = (port: number, ...hosts: string[]) => ({ listen: 20000 + port, port, hosts: hosts.map((host) => HostPattern.of(host)) });
const V4 = { v4: true, v6: false };

/** The patterns of a map of the configuration, as nginx's `~*` reads them. */
const patterns = (config: string, port: number): RegExp[] => {
  const [, block] = new RegExp(`map \\$ssl_preread_server_name \\$target_${port} \\{([\\s\\S]*?)\\n {2}\\}`).exec(config)!;
  return [...block!.matchAll(/"~\*(\S+)" \$ssl_preread_server_name:(\d+);/g)].map(([, pattern, to]) => { expect(Number(to)).toBe(port); return new RegExp(pattern!, 'i'); });
};
const forwards = (config: string, port: number, name: string) => patterns(config, port).some((pattern) => pattern.test(name));

describe('configuration of the SNI proxy', () => {
  const config = sniProxyConfig([listener(6081, '*.audit.example'), listener(443, '*.hana.ondemand.com', '*.blob.storage.azure.net')], V4);

  test.each([
    ['x.hana.ondemand.com', true], ['t.it-cpi001.cfapps.eu10.hana.ondemand.com', true], ['X.HANA.ondemand.com', true], ['a_b.blob.storage.azure.net', true],
    ['hana.ondemand.com', false], ['k8s-hana.ondemand.com', false], ['evilhana.ondemand.com', false], ['x.hana.ondemand.com.evil.example', false], ['x.hanaxondemand.com', false],
    ['', false], ['.hana.ondemand.com', false], ['x..hana.ondemand.com', false], ['10.0.0.1', false], ['a.audit.example', false],
    ['evil.example:443?.hana.ondemand.com', false], ['evil.example/.hana.ondemand.com', false], ['a b.hana.ondemand.com', false], ['[::1].hana.ondemand.com', false], ['$host.hana.ondemand.com', false],
  ])('%s: %s', (name, expected) => {
    expect(forwards(config, 443, name)).toBe(expected);
  });

  test('the same wildcard contract as everywhere, for any name', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const name = fc.array(label, { minLength: 0, maxLength: 3 }).chain((front) => fc.constantFrom('hana.ondemand.com', 'k8s-hana.ondemand.com', 'blob.storage.azure.net', 'com').map((end) => [...front, end].join('.')));
    const hosts = ['*.hana.ondemand.com', '*.blob.storage.azure.net'].map((host) => HostPattern.of(host));
    fc.assert(fc.property(name, (text) => { expect(forwards(config, 443, text)).toBe(hosts.some((host) => host.matches(text))); }));
  });

  test('ports have lists of their own, and what matches none has no target', () => {
    expect(forwards(config, 6081, 'a.audit.example')).toBe(true);
    expect(forwards(config, 6081, 'x.hana.ondemand.com')).toBe(false);
    expect(config.match(/default "";/g)).toHaveLength(2);
    expect(config).toMatch(/listen 20443;[\s\S]*?proxy_pass \$target_443;[\s\S]*?listen 26081;[\s\S]*?proxy_pass \$target_6081;/);
  });

  test('order of input changes nothing; the checksum follows the text', () => {
    const turned = sniProxyConfig([listener(443, '*.blob.storage.azure.net', '*.hana.ondemand.com'), listener(6081, '*.audit.example')], V4);
    expect(turned).toBe(config);
    expect(checksumOf(turned)).toBe(checksumOf(config));
    expect(checksumOf(`${config} `)).not.toBe(checksumOf(config));
  });

  test.each([
    [{ v4: true, v6: false }, [/ listen 20443;/], /\[::\]/, ' ipv6=off'],
    [{ v4: true, v6: true }, [/ listen 20443;/, / listen \[::\]:20443 ipv6only=on;/], /never/, ''],
    [{ v4: false, v6: true }, [/ listen \[::\]:20443 ipv6only=on;/], / listen 20443;/, ' ipv4=off'],
  ])('IP families %j', (families, there, absent, only) => {
    const text = sniProxyConfig([listener(443, '*.a.example')], families);
    for (const pattern of there) expect(text).toMatch(pattern);
    expect(text).not.toMatch(absent);
    expect(sniProxyCommand(families, '/etc/x/nginx.conf')[2]).toContain(`valid=30s${only};" > /tmp/resolver.conf`);
  });
});

test('the container writes the pod\'s name servers for nginx, and nothing else of the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eic-resolver-'));
  try {
    writeFileSync(join(folder, 'resolv.conf'), 'search svc.cluster.local\nnameserver 10.0.0.10\n# nameserver 192.0.2.1\nnameserver fd00:10:96::a\noptions ndots:5\n');
    const [shell, ...words] = sniProxyCommand({ v4: true, v6: true }, '/etc/x/nginx.conf').map((word) =>
      word.replace('/etc/resolv.conf', join(folder, 'resolv.conf')).replace('/tmp/resolver.conf', join(folder, 'resolver.conf')).replace(/exec nginx.*$/, 'true'));
    execFileSync(shell!, words);
    expect(readFileSync(join(folder, 'resolver.conf'), 'utf8')).toBe('resolver 10.0.0.10 [fd00:10:96::a] valid=30s;\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
