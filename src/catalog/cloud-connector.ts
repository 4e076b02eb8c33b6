import { documented, Fact, inferred, SOURCES } from './fact';
import { BASE_DOMAIN, BtpInfrastructure, findRegion, parentRegion } from './regions';

/** Hosts that a Cloud Connector dials; all TLS on 443, mutual on the tunnel, so never to be inspected. */
export interface CloudConnectorHosts extends Fact {
  /** Notification and certificate signing. */
  readonly control: readonly string[];
  /** The tunnel: today's host, and the one of the `uc.platform.cloud.sap` domain, valid from 15 November 2026. */
  readonly tunnel: readonly string[];
}

/** On SAP Cloud Infrastructure the European regions run on another landscape than the rest. */
const SAP_EUROPE = ['eu01', 'eu02'];

/**
 * Hosts by landscape. Notification and signing carry the parent region only, the tunnel the sub-landscape too; the domain
 * of November 2026 has one tunnel host for all sub-landscapes of a region. Regions that SAP does not list follow the pattern.
 */
export function cloudConnectorHosts(region: string, infrastructure: BtpInfrastructure, domain: string): CloudConnectorHosts {
  const parent = parentRegion(region);
  const next = `connectivitytunnel.${parent}.uc.platform.cloud.sap`;
  const fact = findRegion(region) === undefined ? inferred(SOURCES.connector) : documented(SOURCES.connector);
  if (infrastructure === 'sap') {
    const landscape = `${SAP_EUROPE.includes(parent) ? 'uc-live-eu' : 'uc-live'}.shoot.live.k8s-hana.ondemand.com`;
    const tunnelIndex = parent === 'ap01' ? 'l-c' : 'l-d'; // SAP's page lists ap01 alone with -l-c
    return {
      control: ['certsigning', 'notification'].map((name) => `connectivity${name}.mtls.${parent}-l-c.${landscape}`),
      tunnel: [`connectivitytunnel.${parent}-${tunnelIndex}.${landscape}`, next],
      ...fact,
    };
  }
  // For cn20 SAP's connectivity page names the international domain, its page of regions the Chinese one.
  const domains = parent === 'cn20' ? [...new Set([domain, BASE_DOMAIN])] : [domain];
  return {
    control: domains.flatMap((base) => ['certsigning', 'notification'].map((name) => `connectivity${name}.cf.${parent}.${base}`)),
    tunnel: [...domains.map((base) => `connectivitytunnel.cf.${region}.${base}`), next],
    ...fact,
  };
}
