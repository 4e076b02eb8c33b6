/**
 * Domains of Microsoft's own services. The names of FQDN tags and of the infrastructure rule collection (platform images, managed disks,
 * diagnostics) are not published as lists; they lie below these. Source: Microsoft Learn, "FQDN tags overview" and "Infrastructure FQDNs for Azure Firewall".
 */
const MICROSOFT = [
  'azmk8s.io', 'azure.com', 'azure.net', 'azureedge.net', 'azurewebsites.net', 'core.windows.net', 'data.microsoft.com', 'live.com', 'microsoft.com',
  'microsoftonline.com', 'msedge.net', 'msftconnecttest.com', 'office.com', 'office365.com', 'trafficmanager.net', 'windows.com', 'windows.net', 'windowsupdate.com', 'azurefd.net',
];

/** Hosts beside them that AKS needs for GPU nodes, so that its tag may hold them. Source: Microsoft Learn, "Outbound network rules for AKS clusters". */
const AKS = ['nvidia.github.io', 'us.download.nvidia.com', 'download.docker.com'];

/**
 * Hosts of the tag `AzureKubernetesService`, which are documented one by one: other names of Microsoft are not in it.
 * Source: Microsoft Learn, "Outbound network and FQDN rules for Azure Kubernetes Service clusters".
 */
const AKS_DOMAINS = ['azmk8s.io', 'mcr.microsoft.com', 'mcr-msedge.net', 'management.azure.com', 'login.microsoftonline.com', 'packages.microsoft.com', 'acs-mirror.azureedge.net',
  'packages.aks.azure.com', 'monitoring.azure.com', 'ods.opinsights.azure.com', 'oms.opinsights.azure.com', 'vault.azure.net', 'data.policy.core.windows.net', 'store.policy.core.windows.net',
  'dc.services.visualstudio.com', 'azurecr.io', 'snapcraft.io', 'ubuntu.com', ...AKS];

/** May Azure allow the name for its own infrastructure? */
export function mayBeInfrastructure(name: string): boolean {
  return isBelow(name, MICROSOFT);
}

/** May an FQDN tag hold the name? */
export function mayBeInTag(tag: string, name: string): boolean {
  return isBelow(name, tag.toLowerCase() === 'azurekubernetesservice' ? AKS_DOMAINS : [...MICROSOFT, ...AKS]);
}

function isBelow(name: string, domains: readonly string[]): boolean {
  const text = name.toLowerCase();
  return domains.some((domain) => text === domain || text.endsWith(`.${domain}`));
}
