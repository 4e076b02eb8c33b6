import { ApiObject, Cron, Duration, JsonPatch, Size } from 'cdk8s';
import type * as Plus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { protectedNamespaces, scopesOf } from '../../compile/cluster';
import { objectName } from '../../compile/cluster/names';
import { probeOf, type ProbeRow } from '../../compile/cluster/probe';
import { shortened } from '../../compile/names';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { compareText, KINDS, problemOf, Problems, ValidationError } from '../../errors';
import { BuiltObject } from '../built-object';
import { findObject } from '../find-object';
import { ObjectProps } from '../objects';
import { checkUnique, compiledFor } from '../part';
import { checkProps } from './check-props';
import { PROGRAM } from './program.generated';

/** A server on the Internet that no flow may reach. */
export interface ForeignServer {
  /** Its name. */
  readonly host: string;
  /** Its IPv4 address. */
  readonly address: string;
}

/** What `ConnectivityProbe` takes. */
export interface ConnectivityProbeProps {
  /** The cell whose plan is tried. */
  readonly cell: EdgeIntegrationCell;
  /** Image with Node 18 or later, with registry and sha256 digest; pulled from where you say, so there is no default. */
  readonly image: string;
  /** Program and arguments that start Node in the image.
   * @default ['node'] */
  readonly command?: readonly string[];
  /** When it runs, as five cron fields.
   * @default - once: a Job instead of a CronJob */
  readonly schedule?: string;
  /** Namespaces it runs in; where there is nothing to try, none is written.
   * @default - every namespace of the cell that we protect */
  readonly namespaces?: readonly string[];
  /** Exact hosts to try for flows with wildcards, by flow key.
   * @default - flows with wildcards are not tried */
  readonly samples?: Readonly<Record<string, readonly string[]>>;
  /** Common names or organisations of which one must have issued the certificate, by flow key.
   * @default - any authority that is trusted */
  readonly issuers?: Readonly<Record<string, readonly string[]>>;
  /** Certificates of private authorities that are expected, as PEM, beside the public ones that Node knows. Never that of a TLS inspection, which would hide it.
   * @default - none */
  readonly certificateAuthorities?: string;
  /** A server that no flow may reach and that answers TLS, QUIC, HTTP and DNS.
   * @default - Cloudflare's public resolver, one.one.one.one at 1.1.1.1 */
  readonly foreign?: ForeignServer;
  /** Longest wait for one answer, in seconds, 1 to 60.
   * @default 5 */
  readonly timeoutSeconds?: number;
}

/** Label of the pods: their only one of ours, so that no Service or policy of SAP's selects them. */
export const PROBE_LABEL = 'edge-integration-cell/probe';

const FOREIGN: ForeignServer = { host: 'one.one.one.one', address: '1.1.1.1' };
const FOLDER = '/probe';
/** A CronJob's name is followed by a time in those of its Jobs. */
const LONGEST_NAME = 52;
const LONGEST_CONFIG = 1_048_576;
const AT_ONCE = 16;
const SETTLE_SECONDS = 12;
const START_SECONDS = 300;
const USER = 65_532;

/**
 * A Job, or CronJob, in each namespace that tries the plan from inside: what must pass, by DNS, connection and TLS with its issuer, and what must not.
 * Rendered only where somebody writes it. Its log is the result, and its exit code: 0 as planned, 1 not, 2 it could not run.
 */
export class ConnectivityProbe extends Construct {
  /** What is tried, in each namespace that has something to try. */
  public readonly rows: readonly ProbeRow[];

  /** @throws ValidationError with all that is wrong with the properties (`EIC408`), and objects that the chart has already (`EIC403`) */
  public constructor(scope: Construct, id: string, props: ConnectivityProbeProps) {
    super(scope, id);
    const problems = checkProps(props, id);
    if (problems.length > 0) throw new ValidationError('ConnectivityProbe', problems.map((problem) => ({ ...problem, construct: this.node.path })));
    const { cell, samples = {}, issuers = {}, foreign = FOREIGN } = props;
    compiledFor(this, cell);
    const namespaces = props.namespaces ?? protectedNamespaces(cell.definition);
    this.rows = scopesOf(cell.definition, cell.plan, new Problems())
      .filter(({ kind, namespace }) => kind !== 'component' && namespaces.includes(namespace))
      .map((one) => probeOf(one, cell.definition, cell.plan, { samples, issuers, foreign }))
      .filter(({ mustPass, mustFail }) => mustPass.length + mustFail.length > 0)
      .sort((a, b) => compareText(a.namespace, b.namespace));
    if (this.rows.length === 0) {
      const message = `must leave something to try in ${namespaces.join(', ')}: no flow there has an exact host or address, and observe blocks nothing; give exact hosts`;
      throw new ValidationError('ConnectivityProbe', [{ ...problemOf(KINDS.badProp, `${id}.samples`, message), construct: this.node.path }]);
    }
    for (const row of this.rows) this.probe(row, props);
    checkUnique(this);
  }

  /**
   * One of the objects, for patches.
   * @param kind `ConfigMap`, `Job` or `CronJob`
   * @param key `<namespace>/<name>` of the object
   * @throws ValidationError `EIC407` which lists the objects of the kind
   */
  public object(kind: string, key: string): ApiObject {
    return findObject(this, 'ConnectivityProbe.object', kind, key);
  }

  private probe(row: ProbeRow, props: ConnectivityProbeProps): void {
    const { cell, schedule } = props;
    const name = shortened(objectName(cell.name, 'probe'), LONGEST_NAME);
    const identity: ObjectProps = { name, namespace: row.namespace, cell: cell.name, reason: `tries the plan from ${row.scope}` };
    const data = { 'probe.js': `${PROGRAM}\n`, 'targets.json': `${JSON.stringify(taskOf(row, props), null, 1)}\n` };
    const size = Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (size > LONGEST_CONFIG) {
      const message = `must have at most ${LONGEST_CONFIG} bytes of program and targets, got: ${size} in ${row.namespace}; a ConfigMap holds no more`;
      throw new ValidationError('ConnectivityProbe', [{ ...problemOf(KINDS.limit, `${this.node.id}.cell`, message), construct: this.node.path }]);
    }
    new BuiltObject(this, `${row.namespace}.config`, identity, (plus, chart) => new plus.ConfigMap(chart, 'Config', { data }));
    new BuiltObject(this, `${row.namespace}.job`, identity, (plus, chart) => {
      const job = jobOf(plus, chart, name, row, props);
      const built = schedule === undefined ? new plus.Job(chart, 'Job', { ...job, ttlAfterFinished: Duration.days(1) })
        : new plus.CronJob(chart, 'Job', { ...job, schedule: cronOf(schedule), concurrencyPolicy: plus.ConcurrencyPolicy.FORBID, startingDeadline: Duration.minutes(5) });
      const template = schedule === undefined ? '/spec/template' : '/spec/jobTemplate/spec/template';
      ApiObject.of(built).addJsonPatch(JsonPatch.remove(`${template}/metadata/labels/cdk8s.io~1metadata.addr`));
    });
  }
}

function taskOf(row: ProbeRow, { cell, timeoutSeconds = 5, certificateAuthorities = '' }: ConnectivityProbeProps): object {
  return { cell: cell.name, timeout: timeoutSeconds * 1000, settle: SETTLE_SECONDS * 1000, agent: { ready: 15021, quit: 15020 }, authorities: certificateAuthorities, ...row };
}

/** Satisfies Pod Security "restricted". */
function jobOf(plus: typeof Plus, chart: Construct, config: string, row: ProbeRow, props: ConnectivityProbeProps): Plus.JobProps {
  const { cell, image, command = ['node'], timeoutSeconds = 5 } = props;
  const rounds = Math.ceil(row.mustPass.length / AT_ONCE) + Math.ceil(row.mustFail.length / AT_ONCE);
  const volume = plus.Volume.fromConfigMap(chart, 'Files', plus.ConfigMap.fromConfigMapName(chart, 'Config', config), { name: 'probe' });
  return {
    backoffLimit: 0,
    activeDeadline: Duration.seconds(START_SECONDS + rounds * (Math.max(timeoutSeconds, SETTLE_SECONDS) + timeoutSeconds)),
    restartPolicy: plus.RestartPolicy.NEVER,
    automountServiceAccountToken: false,
    podMetadata: {
      labels: { [PROBE_LABEL]: cell.name },
      // Sidecars of the old kind only: native ones are ready first, and end with the Job.
      annotations: { 'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true}' },
    },
    containers: [{
      name: 'probe',
      image,
      imagePullPolicy: plus.ImagePullPolicy.IF_NOT_PRESENT,
      command: [...command],
      args: [`${FOLDER}/probe.js`, `${FOLDER}/targets.json`],
      volumeMounts: [{ path: FOLDER, volume, readOnly: true }],
      resources: { cpu: { request: plus.Cpu.millis(10), limit: plus.Cpu.millis(500) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
      securityContext: {
        ensureNonRoot: true,
        // OpenShift gives every namespace users of its own.
        ...(cell.definition.cluster.platform === 'openshift' ? {} : { user: USER, group: USER }),
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: [plus.Capability.ALL] },
        seccompProfile: { type: plus.SeccompProfileType.RUNTIME_DEFAULT },
      },
    }],
  };
}

function cronOf(schedule: string): Cron {
  const [minute, hour, day, month, weekDay] = schedule.split(' ');
  return Cron.schedule({ minute, hour, day, month, weekDay });
}
