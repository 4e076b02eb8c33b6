import { matchesLabels, selectorProblems } from './label-selector';
import { isDnsLabel } from './metadata';
import { isPort, isPortName, PROTOCOLS } from './ports';
import { fieldsOf, itemsOf, type Path, type Problem } from './problem';

/** What the API server checks in a Deployment, StatefulSet, DaemonSet or ReplicaSet beyond its schema. */
export function* workloadProblems(workload: unknown): Generator<Problem> {
  const { selector, template } = fieldsOf(fieldsOf(workload).spec);
  yield* selectorProblems(selector, ['spec', 'selector']);
  if (!matchesLabels(selector, fieldsOf(fieldsOf(template).metadata).labels)) {
    yield { path: ['spec', 'selector'], message: 'does not match the labels of the pod template' };
  }
  yield* podProblems(fieldsOf(template).spec, ['spec', 'template', 'spec']);
}

/** A pod's specification. */
export function* podProblems(pod: unknown, path: Path = ['spec']): Generator<Problem> {
  const { containers, initContainers, volumes } = fieldsOf(pod);
  const names = new Set<unknown>();
  const volumeNames = itemsOf(volumes).map((volume) => fieldsOf(volume).name);
  if (itemsOf(containers).length === 0) yield { path: [...path, 'containers'], message: 'must not be empty' };
  for (const [list, entries] of [['initContainers', initContainers], ['containers', containers]] as const) {
    for (const [index, container] of itemsOf(entries).entries()) {
      const at = [...path, list, index];
      const { name } = fieldsOf(container);
      if (names.has(name)) yield { path: [...at, 'name'], message: `"${String(name)}" is used twice` };
      names.add(name);
      yield* containerProblems(container, volumeNames, at);
    }
  }
}

function* containerProblems(container: unknown, volumes: readonly unknown[], path: Path): Generator<Problem> {
  const { name, image, ports, volumeMounts } = fieldsOf(container);
  if (!isDnsLabel(String(name))) yield { path: [...path, 'name'], message: `"${String(name)}" is not a DNS label` };
  if (!image) yield { path: [...path, 'image'], message: 'must not be empty' };
  for (const [index, port] of itemsOf(ports).entries()) {
    const { containerPort, name: portName, protocol = 'TCP' } = fieldsOf(port);
    const at = [...path, 'ports', index];
    if (!isPort(containerPort)) yield { path: [...at, 'containerPort'], message: `must be between 1 and 65535, is ${JSON.stringify(containerPort)}` };
    if (portName !== undefined && !isPortName(portName)) yield { path: [...at, 'name'], message: `"${String(portName)}" is not the name of a port` };
    if (!PROTOCOLS.includes(String(protocol))) yield { path: [...at, 'protocol'], message: `must be one of ${PROTOCOLS.join(', ')}` };
  }
  for (const [index, mount] of itemsOf(volumeMounts).entries()) {
    const volume = fieldsOf(mount).name;
    if (!volumes.includes(volume)) yield { path: [...path, 'volumeMounts', index, 'name'], message: `there is no volume "${String(volume)}"` };
  }
}
