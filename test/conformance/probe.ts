import { spawn } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { fieldsOf } from './kubernetes/problem';
import { ConnectivityProbe } from '../../src/cluster';
import type { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { Authority, LocalNetwork } from '../cluster/probe/network';

/** What the probe tries, as its ConfigMap has it. */
interface Target {
  readonly name: string;
  readonly host?: string;
  readonly address?: string;
  readonly port: number;
  readonly check: string;
}

/** The ConfigMap that is mounted into the probe of `edge-icell`. */
export interface ProbeFiles {
  readonly program: string;
  readonly task: { readonly mustPass: readonly Target[]; readonly mustFail: readonly Target[] };
}

export function probeFilesOf(cell: EdgeIntegrationCell, image: string): ProbeFiles {
  const chart = new Chart(new App(), 'probe', { disableResourceNameHashes: true });
  new ConnectivityProbe(chart, 'Probe', { cell, image });
  const config = (chart.toJson() as object[]).map(fieldsOf).find(({ kind, metadata }) => kind === 'ConfigMap' && fieldsOf(metadata).namespace === 'edge-icell');
  const data = fieldsOf(config?.data);
  return { program: String(data['probe.js']), task: JSON.parse(String(data['targets.json'])) as ProbeFiles['task'] };
}

/** What one name meets on the local network, instead of what is planned. */
export interface Weather {
  /** Server names that nobody answers. */
  readonly blocked?: readonly string[];
  /** Server names behind a TLS inspection: another authority signs. */
  readonly intercepted?: readonly string[];
  /** Targets that must fail, and answer. */
  readonly open?: readonly string[];
}

export interface ProbeResult {
  readonly code: number | null;
  readonly lines: readonly string[];
}

// Each program is waited for by this process, which also answers it; a busy machine is slow.
const ANSWER_MS = 5000;
const ADDRESS = '127.0.0.1';

/**
 * The mounted program on loopback: every target keeps its name, server name and check, and gets the address of a server of the local network. Waits for
 * a sidecar are shorter, and there is none.
 */
export class LocalProbe {
  private readonly network = new LocalNetwork();
  private readonly expected: Authority = this.network.authority('Expected CA');
  private readonly inspection: Authority = this.network.authority('Corporate Inspection');
  private readonly ports = new Map<string, Promise<number>>();

  public constructor(private readonly files: ProbeFiles) {}

  public async run({ blocked = [], intercepted = [], open = [] }: Weather): Promise<ProbeResult> {
    const { task, program } = this.files;
    const nameOf = ({ host, name }: Target): string => host ?? name;
    const mustPass = await Promise.all(task.mustPass.filter((target) => !blocked.includes(nameOf(target)))
      .map((target) => this.moved(target, intercepted.includes(nameOf(target)) ? this.inspection : this.expected)));
    const leaks = await Promise.all(task.mustFail.filter(({ name }) => open.includes(name)).map((target) => this.moved(target, this.expected)));
    // Last: no server may get a port that was found closed.
    const closedTargets = (targets: readonly Target[]): Promise<object[]> => Promise.all(targets.map((target) => this.moved(target, undefined)));
    const silent = await closedTargets(task.mustPass.filter((target) => blocked.includes(nameOf(target))));
    const keptOut = await closedTargets(task.mustFail.filter(({ name }) => !open.includes(name)));
    const closed = await this.network.closed();
    const changed = {
      ...task, timeout: ANSWER_MS, settle: ANSWER_MS, agent: { ready: closed, quit: closed }, authorities: this.expected.certificate,
      mustPass: [...mustPass, ...silent], mustFail: [...leaks, ...keptOut],
    };
    return run([this.network.file('probe.js', program), this.network.file('targets.json', JSON.stringify(changed))]);
  }

  public close(): Promise<void> {
    return this.network.close();
  }

  /** To a server whose certificate the authority signs, or to a port where nobody listens. */
  private async moved(target: Target, authority: Authority | undefined): Promise<object> {
    const { networks: _, ...rest } = target as Target & { readonly networks?: unknown };
    return { ...rest, address: ADDRESS, port: authority === undefined ? await this.network.closed() : await this.server(authority, target) };
  }

  private server(authority: Authority, { check, host = 'localhost' }: Target): Promise<number> {
    const key = `${authority === this.expected} ${check} ${host}`;
    const port = this.ports.get(key) ?? (check === 'tls' ? this.network.tls(authority, host) : check === 'http' ? this.network.http(['HTTP/1.1 200 OK']) : this.network.tcp(() => undefined));
    this.ports.set(key, port);
    return port;
  }
}

function run(args: readonly string[]): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += String(chunk); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, lines: output.trimEnd().split('\n') }));
  });
}
