import { isDnsLabel, isSubdomain } from './metadata';
import { isPort, isPortName, PROTOCOLS } from './ports';
import { fieldsOf, itemsOf, type Path, type Problem } from './problem';

/** What the API server checks in a Service beyond its schema. */
export function* serviceProblems(service: unknown): Generator<Problem> {
  const { ports, type = 'ClusterIP', externalName } = fieldsOf(fieldsOf(service).spec);
  const list = itemsOf(ports);
  const names = new Set<unknown>();
  if (type === 'ExternalName') {
    if (!isSubdomain(String(externalName))) yield { path: ['spec', 'externalName'], message: 'must be a DNS name' };
  } else if (list.length === 0) {
    yield { path: ['spec', 'ports'], message: 'must not be empty' };
  }
  for (const [index, entry] of list.entries()) {
    const path = ['spec', 'ports', index];
    const { name } = fieldsOf(entry);
    if (name === undefined ? list.length > 1 : !isDnsLabel(String(name))) yield { path: [...path, 'name'], message: 'must be a DNS label' };
    if (name !== undefined && names.has(name)) yield { path: [...path, 'name'], message: `"${String(name)}" is used twice` };
    names.add(name);
    yield* portProblems(entry, path);
  }
}

function* portProblems(entry: unknown, path: Path): Generator<Problem> {
  const { port, targetPort, protocol = 'TCP' } = fieldsOf(entry);
  if (!isPort(port)) yield { path: [...path, 'port'], message: `must be between 1 and 65535, is ${JSON.stringify(port)}` };
  if (targetPort !== undefined && !isPort(targetPort) && !isPortName(targetPort)) {
    yield { path: [...path, 'targetPort'], message: 'is neither a port nor the name of one' };
  }
  if (!PROTOCOLS.includes(String(protocol))) yield { path: [...path, 'protocol'], message: `must be one of ${PROTOCOLS.join(', ')}` };
}

/** What the API server checks in a ConfigMap or Secret beyond its schema. */
export function* configProblems(config: unknown): Generator<Problem> {
  for (const field of ['data', 'binaryData', 'stringData']) {
    for (const key of Object.keys(fieldsOf(fieldsOf(config)[field]))) {
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || key === '.' || key.startsWith('..')) yield { path: [field, key], message: 'is not a key' };
    }
  }
}
