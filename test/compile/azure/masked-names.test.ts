import { compiled } from './compiled';
import { Receiver } from '../../../src/cell/props';

const web = (port: number, addresses?: string[]): Receiver => ({ protocol: 'https', host: 'web.acme.example', port, ...(addresses === undefined ? {} : { addresses, network: 'private' }) });
const masked = (receivers: Record<string, Receiver>) => compiled({ receivers }).findings.filter(({ code }) => code === 'EIC517').map(({ flow, message }) => [flow, message]);

it.each<[string, Record<string, Receiver>, [string, RegExp][]]>([
  ['the same address and port', { web: web(8443, ['10.1.0.0/24']), raw: { protocol: 'tcp', addresses: ['10.1.0.7/32'], port: 8443 } }, [['receiver/raw', /port 8443.*before the names of receiver\/web/]]],
  ['a network around it, and a range of ports', { web: web(8443, ['10.1.0.7/32']), raw: { protocol: 'tcp', addresses: ['10.1.0.0/16'], ports: ['8000-9000'] } }, [['receiver/raw', /port 8443/]]],
  ['names that are resolved, on a port of names', { web: web(9093), kafka: { protocol: 'kafka', brokers: ['b1.kafka.example:9093'] } }, [['receiver/kafka', /b1\.kafka\.example.*open for every name/]]],
  ['another port', { web: web(8443, ['10.1.0.0/24']), raw: { protocol: 'tcp', addresses: ['10.1.0.7/32'], port: 8444 } }, []],
  ['another address', { web: web(8443, ['10.1.0.0/24']), raw: { protocol: 'tcp', addresses: ['10.2.0.0/24'], port: 8443 } }, []],
  ['names without known addresses', { web: web(8443), raw: { protocol: 'tcp', addresses: ['10.2.0.0/24'], port: 8443 } }, []],
])('%s', (_, receivers, expected) => {
  expect(masked(receivers)).toEqual(expected.map(([flow, words]) => [flow, expect.stringMatching(words)]));
});

it('is found soon among many', () => {
  const many = (count: number, receiver: (index: number) => Receiver) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${receiver(index).protocol}-${index}`, receiver(index)]));
  const at = (index: number) => `10.${1 + Math.floor(index / 250)}.${index % 250}.0/24`;
  const receivers = {
    ...many(2500, (index) => ({ protocol: 'https', host: `w${index}.acme.example`, network: 'private', addresses: [at(index)] })),
    ...many(2500, (index) => ({ protocol: 'tcp', port: 443, addresses: [at(index)] })),
  };
  const before = Date.now();
  expect(masked(receivers)).toHaveLength(2500);
  expect(Date.now() - before).toBeLessThan(15000);
});
