import { Definition } from '../../cell';
import { FirewallTargets } from '../../read-cell';
import { Layer } from '../layer';
import { QuestionSet } from '../probes/question-set';
import { ReadOutput } from '../read';
import { worldOf } from '../world';
import { firewallsOf } from './firewalls';
import { CallersLayer, GatewayLayer } from './inbound-layers';
import { Mesh } from './mesh';
import { NetworkPolicyLayer } from './network-policy-layer';
import { SidecarLayer } from './sidecar-layer';

/** All layers of what was read, in the order in which a connection from a pod meets them. */
export function layersOf(definition: Definition, questions: Omit<QuestionSet, 'callers' | 'probes'>, output: ReadOutput, callers: readonly string[], targets: FirewallTargets = {}): readonly Layer[] {
  const firewalls = firewallsOf(output.terraform, definition, questions.book, targets);
  if (output.objects.length === 0) return firewalls;
  const world = worldOf(output.objects, questions, definition, callers);
  const mesh = new Mesh(world, definition, questions);
  const policies = new NetworkPolicyLayer(world, mesh, definition, questions);
  return [new SidecarLayer(mesh, definition), policies, ...firewalls, new GatewayLayer(mesh, output.objects), new CallersLayer(mesh)];
}
