import { Fields, fields, labels, list, number, selects, text, texts } from './fields';
import { fullName, isSubset } from './hosts';
import { kept } from '../kept';
import { defaultExport, Visibility } from './registry';
import { MeshService } from './services';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';

/** How a sender treats a destination. */
export interface UpstreamPolicy {
  /** `auto`: mTLS with those that take it. */
  readonly mode: 'auto' | 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  /** Server name; empty: none is written. */
  readonly sni: string;
  /** Labels of the subset's endpoints; empty: all. */
  readonly labels: Readonly<Record<string, string>>;
  /** A subset that is asked for is not there, so there is no cluster. */
  readonly isMissing: boolean;
  /** Something that could decide is not understood, such as a tunnel. */
  readonly isUnclear: boolean;
  readonly rule: RuleReference | null;
}

interface DestinationRule {
  readonly host: string;
  readonly namespace: string;
  readonly source: ReadObject;
}

const NONE: UpstreamPolicy = { mode: 'auto', sni: '', labels: {}, isMissing: false, isUnclear: false, rule: null };
const MODES = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'] as const;

/** DestinationRules, looked up as `push_context.go` does: the sender's namespace, the service's, the root namespace. */
export class DestinationRules {
  private readonly visible = new Visibility<DestinationRule>();
  private readonly policies = new Map<string, UpstreamPolicy>();
  private readonly root: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.root = facts.rootNamespace ?? 'istio-system';
    const standard = defaultExport(facts, 'defaultDestinationRuleExportTo');
    for (const source of world.ofKind('DestinationRule')) {
      const spec = fields(source.value.spec);
      const namespace = namespaceOf(source.value);
      this.visible.add({ host: fullName(text(spec.host) ?? '', namespace, facts.clusterDomain ?? 'cluster.local'), namespace, source }, namespace, texts(spec.exportTo), standard);
    }
  }

  /** The policy for a service, subset and port, as one sender sees it. */
  public of(sender: MeshPod, service: MeshService, subset: string, port: number): UpstreamPolicy {
    return kept(this.policies, `${sender.id}|${service.namespace}/${service.host}|${subset}|${port}`, () => this.find(sender, service, subset, port));
  }

  private find(sender: MeshPod, service: MeshService, subset: string, port: number): UpstreamPolicy {
    const rule = this.ruleFor(sender, service);
    if (rule === undefined) return { ...NONE, isMissing: subset !== '' };
    const spec = fields(rule.source.value.spec);
    const index = list(spec.subsets).findIndex((each) => fields(each).name === subset);
    if (subset !== '' && index < 0) return { ...NONE, isMissing: true };
    const own = subset === '' ? undefined : fields(list(spec.subsets)[index]);
    const [wide, narrow] = [fields(spec.trafficPolicy), fields(own?.trafficPolicy)];
    const tls = tlsOf(narrow, port) ?? tlsOf(wide, port);
    const mode = MODES.find((each) => each === text(tls?.mode)) ?? (tls === undefined ? 'auto' : 'DISABLE');
    return {
      mode,
      sni: (text(tls?.sni) ?? '').toLowerCase(),
      labels: labels(own?.labels),
      isMissing: false,
      isUnclear: unknownIstioField(rule.source.value) !== undefined || [wide, narrow].some(({ tunnel, proxyProtocol }) => tunnel !== undefined || proxyProtocol !== undefined),
      rule: { file: rule.source.file, object: rule.source.id, path: own === undefined ? 'spec.trafficPolicy' : `spec.subsets[${index}]` },
    };
  }

  private ruleFor(sender: MeshPod, service: MeshService): DestinationRule | undefined {
    const seen = this.visible.from(sender.namespace).filter(({ source }) => {
      const selector = fields(fields(source.value.spec).workloadSelector).matchLabels;
      return selector === undefined || (namespaceOf(source.value) === sender.namespace && selects(labels(selector), sender.labels));
    });
    for (const namespace of new Set([sender.namespace, service.namespace, this.root])) {
      const fitting = seen.filter((rule) => rule.namespace === namespace && isSubset(service.host, rule.host));
      const best = fitting.reduce<DestinationRule | undefined>((found, rule) => (found === undefined || rule.host.length > found.host.length ? rule : found), undefined);
      if (best !== undefined) return best;
    }
    return undefined;
  }
}

/** The TLS settings of a port, else those of the policy. */
function tlsOf(policy: Fields, port: number): Fields | undefined {
  const own = list(policy.portLevelSettings).map(fields).find((each) => number(fields(each.port).number) === port);
  const tls = own === undefined ? policy.tls : own.tls;
  return tls === undefined ? undefined : fields(tls);
}
