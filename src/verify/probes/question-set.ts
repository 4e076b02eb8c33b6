import { CELL_NAMESPACES, ELM_NAMESPACE } from '../../catalog';
import { Definition } from '../../cell';
import { Cidr } from '../../net';
import { ConnectivityPlan, Flow } from '../../plan';
import { addressIn, NetworkIndex } from '../addresses';
import { Permissions } from '../permissions';
import { EgressAddresses, protectedNamespaces, SamplePod, samplePods } from '../pods';
import { SampleService, sampleServices } from '../services';
import { LayerSights } from '../sight';
import { AddressBook } from './address-book';
import { Asker, askerOf, ProbeCollector } from './collector';
import { EgressQuestions } from './egress';
import { askIngress } from './ingress';
import { InsideQuestions } from './inside';
import { Probe } from './probe';

/** Everything that is asked about a cell, and the samples that it is asked with. Made from definition and plan alone. */
export interface QuestionSet {
  /** Ordered by id. */
  readonly probes: readonly Probe[];
  /** Addresses of callers from outside. */
  readonly callers: readonly string[];
  readonly pods: readonly SamplePod[];
  readonly services: readonly SampleService[];
  readonly book: AddressBook;
  readonly permissions: Permissions;
  readonly sights: LayerSights;
}

/** All questions about a cell. */
export function questionsOf(definition: Definition, plan: ConnectivityPlan): QuestionSet {
  const base = samplesOf(definition, plan);
  const { pods, services, book, permissions } = base;
  const collector = new ProbeCollector(permissions);
  const egress = new EgressQuestions(collector, book, new Set([...CELL_NAMESPACES, ELM_NAMESPACE]));
  const addresses = new EgressAddresses(definition.cluster);
  const nodes: Asker = { origin: { nodes: true }, from: { egressAddresses: addresses.ofNode() } };
  const protectedOnes = new Set(protectedNamespaces(definition));
  for (const flow of plan.egress) {
    const askers = askersOf(flow, pods, nodes);
    if (flow.via !== null) {
      for (const asker of askers) egress.pastProxy(flow, asker);
      continue;
    }
    for (const asker of askers) egress.own(flow, asker);
    const [first] = askers;
    if (first !== undefined) for (const source of addresses.each(first.origin.nodes === true)) egress.ownFromAddress(flow, first, source);
    for (const asker of askers) egress.neighbours(flow, asker);
    const namespaces = new Set(flow.from.map(({ namespace }) => namespace));
    for (const pod of pods.filter(({ namespace, role }) => protectedOnes.has(namespace) && (role === 'component' || role === 'other'))) {
      egress.outsider(flow, askerOf(pod), namespaces.has(pod.namespace) ? 'other-component' : 'other-namespace');
    }
  }
  new InsideQuestions(definition, pods, services, collector).ask();
  askIngress(definition, plan, pods, book, collector);
  const probes = collector.all;
  return { ...base, probes, callers: [...new Set(probes.flatMap(({ direction, connection }) => (direction === 'ingress' ? connection.from.egressAddresses : [])))] };
}

/** Samples without questions, such as for one question of a user. */
export function samplesOf(definition: Definition, plan: ConnectivityPlan): Omit<QuestionSet, 'callers' | 'probes'> {
  const pods = samplePods(definition);
  const book = bookOf(definition, plan);
  const permissions = new Permissions(plan, book);
  return { pods, services: sampleServices(definition, pods), book, permissions, sights: new LayerSights(definition, plan, permissions, book) };
}

function bookOf({ cluster }: Definition, plan: ConnectivityPlan): AddressBook {
  const declared = new NetworkIndex<true>();
  const texts = [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.egressSources ?? [], ...cluster.apiServer?.cidrs ?? []];
  for (const text of texts) declared.add(Cidr.trusted(text), true);
  for (const { to } of plan.egress) for (const network of to.cidrs) declared.add(network, true);
  const open = plan.egress.filter(({ addressBound }) => !addressBound).flatMap(({ to }) => to.hosts).filter(({ wildcard }) => !wildcard).map(({ name }) => name);
  const book = new AddressBook(declared, open, cluster.podCidrs.every((text) => Cidr.trusted(text).version === 6));
  for (const { to, addressBound } of plan.egress) {
    if (!addressBound) continue;
    for (const { name, wildcard } of to.hosts) if (!wildcard && !open.includes(name)) book.declare(name, addressIn(to.cidrs[0]!, 0));
  }
  return book;
}

function askersOf({ from }: Flow, pods: readonly SamplePod[], nodes: Asker): readonly Asker[] {
  return from.flatMap(({ namespace, component, nodes: areNodes }) => {
    if (areNodes === true) return [nodes];
    return pods.filter((pod) => pod.namespace === namespace && (component === undefined || pod.component === component)).map(askerOf);
  });
}
