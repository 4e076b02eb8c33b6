import { CODES as RESIDUAL_CODES } from '../residuals';

/** What layers say beyond their evaluators, and why neighbours stay open: code → explanation. */
export const CODES: Readonly<Record<string, string>> = {
  'firewall/not-on-the-way': 'The connection stays inside the cluster or on the node, or the address is link-local: it does not pass the firewall.',
  'firewall/no-source': 'The cell has no address of that family that the firewall would see.',
  'firewall/resolves-itself': 'The firewall resolves the name itself and dials that address: the address that was dialled is not reached.',
  'firewall/other-version': 'The files ask for a version of the provider whose resources are not known here: what they mean is not known.',
  'firewall/platform-need': 'The nodes of the platform need this destination, and the firewall does not tell their pods apart.',
  'sidecar/not-on-the-way': 'The connection does not start in a pod with a proxy of ours, or the proxy does not take this traffic.',
  'sidecar/resolves-itself': 'The proxy resolves the name itself and dials that address: the address that was dialled is not reached.',
  'sidecar/led-elsewhere': 'The mesh leads the connection to a destination that the plan does not have for it.',
  'network-policy/not-on-the-way': 'The connection does not start in a namespace that we protect.',
  'callers/not-on-the-way': 'The question is not about calls between pods of the cluster.',
  'gateway/not-on-the-way': 'The question is not about callers from outside the cluster, or SAP\'s own gateway objects, which were not read, serve the host.',
  ...RESIDUAL_CODES,
};
