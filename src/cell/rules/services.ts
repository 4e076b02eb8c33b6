import { KINDS, Problems } from '../../errors';
import type { Definition } from '../definition';

/** `services`: what is enabled is described. */
export function checkServices({ btp, services, cluster }: Definition, problems: Problems): void {
  const { cloudConnector, cloudAlm, identityAuthentication, focusedRun, revocation, registry } = services;
  const isReadable = (service: keyof typeof services) => !problems.touches(`services.${service}`);
  const needs = (service: keyof typeof services, field: string, missing: () => boolean, wayOut: string) => {
    if (isReadable(service) && missing()) problems.missing(`services.${service}.${field}`, wayOut);
  };
  if (isReadable('cloudConnector')) checkCloudConnector(btp, cloudConnector, cluster, problems);
  needs('cloudAlm', 'dataCenter', () => cloudAlm.enabled && cloudAlm.dataCenter === undefined, 'when enabled, the data center such as eu10');
  needs('identityAuthentication', 'hosts', () => identityAuthentication.enabled && identityAuthentication.hosts.length === 0,
    'when enabled, the hosts of your tenant, such as acme.accounts.ondemand.com');
  needs('focusedRun', 'host', () => focusedRun.enabled && focusedRun.host === undefined, 'when enabled, the host of the system');
  needs('revocation', 'hosts', () => revocation.enabled && revocation.hosts.length === 0, 'when enabled, the distribution points of the CAs');
  if (isReadable('registry') && !registry.enabled && registry.hosts.length > 0) {
    problems.must(KINDS.conflict, 'services.registry.hosts', 'be given while the registry is enabled only', registry.hosts);
  }
}

function checkCloudConnector(
  btp: Definition['btp'], cloudConnector: Definition['services']['cloudConnector'], cluster: Definition['cluster'], problems: Problems,
): void {
  const external = cloudConnector.mode === 'external';
  if (external && cloudConnector.sources.length === 0) {
    problems.missing('services.cloudConnector.sources', 'with mode: external, the addresses of the Cloud Connector');
  }
  if (!external && cloudConnector.sources.length > 0) {
    problems.must(KINDS.conflict, 'services.cloudConnector.sources', 'be given with mode: external only', cloudConnector.sources, 'the embedded Cloud Connector dials out');
  }
  if (!external && cloudConnector.apiServer) {
    problems.must(KINDS.conflict, 'services.cloudConnector.apiServer', 'be true with mode: external only', true);
  }
  if (external && cloudConnector.apiServer && cluster.apiServer === undefined && !problems.touches('cluster.apiServer')) {
    problems.missing('cluster.apiServer', 'with services.cloudConnector.apiServer, the addresses of the Kubernetes API server');
  }
  if (cloudConnector.mode !== 'embedded' && btp.flows?.['application-monitoring'] !== undefined) {
    problems.must(KINDS.conflict, 'btp.flows.application-monitoring', 'be given with services.cloudConnector.mode: embedded only, whose tunnel it describes',
      btp.flows['application-monitoring'], 'remove it');
  }
}
