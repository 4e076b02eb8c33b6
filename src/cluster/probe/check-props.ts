import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ConnectivityProbeProps } from './connectivity-probe';
import { IMAGE } from '../../cell/definition/policy';
import { child } from '../../cell/spec';
import { protectedNamespaces } from '../../compile/cluster';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { compareText, KINDS, oneOf, Problem, Problems } from '../../errors';
import { HostPattern } from '../../net';

const LONGEST_TIMEOUT = 60;
/** Five fields of numbers, ranges, lists and steps, as Kubernetes reads them. */
const FIELD = '(\\*|\\d{1,2}(-\\d{1,2})?)(/\\d{1,2})?';
const SCHEDULE = new RegExp(`^(${FIELD}(,${FIELD})*)( ${FIELD}(,${FIELD})*){4}$`);

/** What is wrong with the properties; callers may be JavaScript. */
export function checkProps(props: ConnectivityProbeProps, id: string): readonly Problem[] {
  const problems = new Problems();
  const refuse = (name: keyof ConnectivityProbeProps, rule: string, got: unknown, wayOut?: string) => problems.must(KINDS.badProp, child(id, name), rule, got, wayOut);
  const { cell, image, schedule, namespaces, foreign, timeoutSeconds, command, certificateAuthorities } = props;
  if (!EdgeIntegrationCell.isEdgeIntegrationCell(cell)) {
    refuse('cell', 'be an EdgeIntegrationCell', cell);
    return problems.all;
  }
  if (typeof image !== 'string' || !IMAGE.test(image)) refuse('image', 'be an image with registry and sha256 digest', image, 'any image with Node 18 or later; there is no default');
  if (schedule !== undefined && !SCHEDULE.test(schedule)) refuse('schedule', 'be five cron fields', schedule, 'such as "30 3 * * *"');
  if (timeoutSeconds !== undefined && !(Number.isInteger(timeoutSeconds) && timeoutSeconds >= 1 && timeoutSeconds <= LONGEST_TIMEOUT)) {
    refuse('timeoutSeconds', `be a whole number from 1 to ${LONGEST_TIMEOUT}`, timeoutSeconds);
  }
  if (command?.length === 0) refuse('command', 'name a program', command);
  const known = protectedNamespaces(cell.definition);
  const unknown = (namespaces ?? []).filter((namespace) => !known.includes(namespace));
  if (namespaces?.length === 0 || unknown.length > 0) refuse('namespaces', `be of ${oneOf(known)}`, unknown[0]);
  if (foreign !== undefined) {
    const reason = HostPattern.refusal(foreign.host) ?? (foreign.host.startsWith('*') ? 'be an exact host' : undefined);
    if (reason !== undefined) refuse('foreign', reason, foreign.host);
    if (isIP(foreign.address) !== 4) refuse('foreign', 'have an IPv4 address', foreign.address);
  }
  if (certificateAuthorities !== undefined && !isCertificates(certificateAuthorities)) refuse('certificateAuthorities', 'be certificates as PEM, without keys', '(text)');
  checkKeys(props, id, problems);
  return problems.all;
}

/** Keys are flows of the plan, samples lie in their patterns. */
function checkKeys({ cell, samples = {}, issuers = {} }: ConnectivityProbeProps, id: string, problems: Problems): void {
  const flows = new Map(cell.plan.egress.map((flow) => [flow.key, flow]));
  for (const [name, keys] of [['samples', Object.keys(samples)], ['issuers', Object.keys(issuers)]] as const) {
    for (const key of keys.filter((one) => !flows.has(one)).sort(compareText)) {
      problems.must(KINDS.badProp, child(id, name), 'have keys of flows of the plan', key, `there are ${oneOf([...flows.keys()])}`);
    }
  }
  for (const [key, hosts] of Object.entries(samples)) {
    const patterns = flows.get(key)?.to.hosts;
    if (patterns === undefined) continue;
    for (const host of hosts) {
      const reason = HostPattern.refusal(host) ?? (host.startsWith('*') ? 'be an exact host' : undefined);
      const outside = !patterns.some((pattern) => pattern.matches(host));
      if (reason !== undefined) problems.must(KINDS.badProp, child(child(id, 'samples'), key), reason, host);
      else if (outside) problems.must(KINDS.badProp, child(child(id, 'samples'), key), `match ${oneOf(patterns.map(String))}`, host);
    }
  }
}

function isCertificates(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  const rest = blocks.reduce((left, block) => left.replace(block, ''), text);
  try {
    return blocks.length > 0 && !rest.includes('-----BEGIN') && blocks.every((block) => new X509Certificate(block).subject !== '');
  } catch {
    return false;
  }
}
