import { Port } from '../../net';
import { AllowedTraffic } from '../rules';
import { networkOf } from './own-objects';
import { PlanScope } from './plan-scope';

const EVERY = Port.of('1-65535');

/** What a rule of a firewall allows beyond the plan, in words; empty: nothing. */
export function beyondPlan({ hosts, cidrs, ports, exact }: AllowedTraffic, plan: PlanScope): readonly string[] {
  if (!exact) return [];
  const wanted = ports.map(portOf);
  const outside = (what: string, has: (port?: Port) => boolean) => wanted.flatMap((port) => (port === 'any' ? (has(EVERY) ? [] : [`${what} on every port`]) : has(port) ? [] : [`${what} on port ${String(port)}`]));
  return [
    ...hosts.flatMap((host) => (host === '*' || host.startsWith('*') && !host.startsWith('*.') ? [`${host}`] : outside(host, (port) => plan.hasHost(host, port)))),
    ...cidrs.flatMap((text) => {
      if (text === '*' || /\/0$/.test(text)) return hosts.length > 0 ? [] : outside('every address', () => false);
      const network = networkOf(text);
      return network === undefined ? [text] : outside(text, (port) => plan.hasNetwork(network, port));
    }),
  ];
}

function portOf(text: string): Port | 'any' | undefined {
  if (text === '*' || text === '0-65535' || text === '1-65535') return 'any';
  return Port.read(/^\d+$/.test(text) ? Number(text) : text);
}
