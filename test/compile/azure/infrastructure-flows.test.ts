import { codes, compiled, ruleOf } from './compiled';

const compilation = compiled({
  cluster: { dns: { upstream: ['10.1.0.4/32'] }, ntp: ['ntp.acme.example', '10.1.0.9/32'] },
  services: { revocation: { enabled: true, hosts: ['crl.acme.example'] }, registry: { hosts: ['mirror.acme.example'] } },
});

it('has rules for custom DNS, time, revocation and a mirror', () => {
  expect(codes(compilation)).toEqual([]);
  expect(ruleOf(compilation, 'dns')).toMatchObject({ protocols: ['UDP'], destinationAddresses: ['10.1.0.4/32'], destinationPorts: ['53'] });
  expect(ruleOf(compilation, 'dns.tcp')).toMatchObject({ protocols: ['TCP'], destinationAddresses: ['10.1.0.4/32'], destinationPorts: ['53'] });
  expect(ruleOf(compilation, 'ntp')).toMatchObject({ protocols: ['UDP'], destinationFqdns: ['ntp.acme.example'], destinationPorts: ['123'] });
  expect(ruleOf(compilation, 'ntp.addresses')).toMatchObject({ protocols: ['UDP'], destinationAddresses: ['10.1.0.9/32'], destinationPorts: ['123'] });
  expect(ruleOf(compilation, 'revocation')).toMatchObject({ protocols: [{ type: 'Http', port: 80 }], destinationFqdns: ['crl.acme.example'] });
  expect(ruleOf(compilation, 'registry')).toMatchObject({ protocols: [{ type: 'Https', port: 443 }], destinationFqdns: ['mirror.acme.example'] });
});

it.each(['sftp', 'imaps'] as const)('refuses %s to a wildcard, with the ways out', (protocol) => {
  const { problems } = compiled({ receivers: { mail: { protocol, host: '*.acme.example' } } });
  expect(problems).toEqual([expect.objectContaining({ code: 'EIC401', path: 'receivers.mail', message: expect.stringContaining('receivers.mail.addresses') })]);
});
