import { Data, listOf, mapOf, mapsOf } from './manifest';

/** Fields that a TCP connection has, too. */
const TCP_SOURCE = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks', 'serviceAccounts', 'notServiceAccounts', 'trustDomains', 'notTrustDomains'];

/** Has a rule of a policy fields of HTTP only, as istiod counts them? */
export function isHttpOnlyRule(rule: Data): boolean {
  const sources = mapsOf(rule.from).map(({ source }) => mapOf(source));
  const operations = mapsOf(rule.to).map(({ operation }) => mapOf(operation));
  const tcpFrom = sources.some((source) => TCP_SOURCE.some((field) => listOf(source[field]).length > 0));
  const tcpTo = operations.some(({ ports, notPorts }) => listOf(ports).length > 0 || listOf(notPorts).length > 0);
  return (sources.length > 0 && operations.length === 0 && !tcpFrom) || (operations.length > 0 && !tcpTo);
}
