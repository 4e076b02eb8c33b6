import { KINDS, Problems } from '../../errors';
import type { Definition } from '../definition';

/** `services`: what is enabled is described. */
export function checkServices({ btp, services, cluster }: Definition, problems: Problems): void {
  if (problems.touches('services')) return;
  const { cloudConnector, cloudAlm, identityAuthentication, focusedRun, revocation, registry } = services;
  const needs = (path: string, isMissing: boolean, wayOut: string) => isMissing && problems.missing(`services.${path}`, wayOut);
  const external = cloudConnector.mode === 'external';
  needs('cloudConnector.sources', external && cloudConnector.sources.length === 0, 'with mode: external, the addresses of the Cloud Connector');
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
  needs('cloudAlm.dataCenter', cloudAlm.enabled && cloudAlm.dataCenter === undefined, 'when enabled, the data center such as eu10');
  needs('identityAuthentication.hosts', identityAuthentication.enabled && identityAuthentication.hosts.length === 0,
    'when enabled, the hosts of your tenant, such as acme.accounts.ondemand.com');
  needs('focusedRun.host', focusedRun.enabled && focusedRun.host === undefined, 'when enabled, the host of the system');
  needs('revocation.hosts', revocation.enabled && revocation.hosts.length === 0, 'when enabled, the distribution points of the CAs');
  if (!registry.enabled && registry.hosts.length > 0) {
    problems.must(KINDS.conflict, 'services.registry.hosts', 'be given while the registry is enabled only', registry.hosts);
  }
}
