import { EdgeIntegrationCell } from '../edge-integration-cell';
import { explain, ReadOutput } from '../verify';

/** One connection that is asked about. */
export interface AllowsOptions {
  /** The cell that the output was made of. Of a definition file, the `firewall` targets say whose rules count; the id of a stack is the key of its target. */
  readonly cell: EdgeIntegrationCell;
  /** What is applied, from `rendered` and `terraform`; several are taken together. */
  readonly output: readonly ReadOutput[];
  /** Host or address. */
  readonly to: string;
  readonly port: number;
  /** A component, `namespace/component`, or `nodes`.
   * @default "worker" */
  readonly from?: string;
  /** `tls`, `http`, `tcp`, `udp` or `quic`.
   * @default - that of the flow with this host and port; else tls for a host, tcp for an address */
  readonly protocol?: string;
}

/**
 * Does every layer of the output let the connection pass? Asks the same evaluators as `eic verify`, and takes what the firewalls are from the definition
 * file, as that does; what is not understood is no.
 * @throws ValidationError (`EIC728`) when the question cannot be put
 */
export function allows({ cell, output, to, port, from = 'worker', protocol }: AllowsOptions): boolean {
  const host = to.includes(':') && !to.startsWith('[') ? `[${to}]` : to;
  const { layers } = explain(cell, merged(output), { from, to: `${host}:${port}`, ...(protocol === undefined ? {} : { protocol }) });
  return layers.some(({ verdict }) => verdict === 'allow' || verdict === 'cannot-see') && layers.every(({ verdict }) => verdict !== 'deny' && verdict !== 'unknown');
}

function merged(outputs: readonly ReadOutput[]): ReadOutput {
  return {
    objects: outputs.flatMap(({ objects }) => objects), terraform: Object.assign({}, ...outputs.map(({ terraform }) => terraform)) as ReadOutput['terraform'],
    notUnderstood: outputs.flatMap(({ notUnderstood }) => notUnderstood), problems: outputs.flatMap(({ problems }) => problems),
  };
}
