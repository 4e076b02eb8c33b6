import { CATALOG_VERSION } from '../catalog';
import { Finding } from './finding';
import { Flow, FlowSource } from './flow';

/** What an Edge Integration Cell may reach and who may reach it: the source of every rule that is written. */
export class ConnectivityPlan {
  /** Name of the cell. */
  public readonly cell: string;
  /** All flows, ordered by key. */
  public readonly flows: readonly Flow[];
  /** What a reviewer should know, ordered by code and flow. */
  public readonly findings: readonly Finding[];

  /** @internal Plans are made by `EdgeIntegrationCell.plan`. */
  public constructor(cell: string, flows: readonly Flow[], findings: readonly Finding[]) {
    this.cell = cell;
    this.flows = Object.freeze([...flows]);
    this.findings = Object.freeze(findings.map((finding) => Object.freeze(finding)));
    Object.freeze(this);
  }

  /** Flows that leave the cell. */
  public get egress(): readonly Flow[] {
    return this.flows.filter(({ direction }) => direction === 'egress');
  }

  /** Flows that enter the cell. */
  public get ingress(): readonly Flow[] {
    return this.flows.filter(({ direction }) => direction === 'ingress');
  }

  /** The rows of one flow id; none when the plan has no such flow. */
  public flow(id: string): readonly Flow[] {
    return this.flows.filter((flow) => flow.id === id);
  }

  /** The plan as `plan.json` has it, without the rows of targets. */
  public toJSON(): Readonly<Record<string, unknown>> {
    return {
      apiVersion: 'edge-integration-cell/v1',
      kind: 'ConnectivityPlan',
      cell: this.cell,
      generator: { version: packageVersion(), catalog: CATALOG_VERSION },
      flows: this.flows.map(flowToJson),
      findings: this.findings,
    };
  }
}

function flowToJson({ to, from, ports, ...flow }: Flow): Readonly<Record<string, unknown>> {
  return {
    id: flow.id,
    key: flow.key,
    direction: flow.direction,
    from: from.map(sourceToJson),
    to: { hosts: to.hosts.map(String), cidrs: to.cidrs.map(String), component: to.component },
    via: flow.via,
    ports: ports.map((port) => port.toJSON()),
    protocol: flow.protocol,
    transport: flow.transport,
    network: flow.network,
    addressBound: flow.addressBound,
    evidence: flow.evidence,
    reasons: flow.reasons,
  };
}

function sourceToJson({ namespace, component, cidr, nodes }: FlowSource): Readonly<Record<string, unknown>> {
  if (nodes === true) return { nodes };
  if (cidr !== undefined) return { cidr };
  return component === undefined ? { namespace } : { namespace, component };
}

let version: string | undefined;

/** Version of this package. */
export function packageVersion(): string {
  version ??= (require('../../package.json') as { version: string }).version;
  return version;
}
