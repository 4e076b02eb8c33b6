import { KINDS } from '../../../errors';
import { Check } from '../check';
import { containerPortOf, protocolOf } from '../services';

/** Services before the same pods, and ports without protocol (IST0116, IST0118, IST0137, IST0150). */
export const services: Check = (chart, report) => {
  for (const [pod, own] of chart.servicesByPod()) {
    const byTarget = new Map<number, { readonly protocol: string; readonly construct: string }>();
    for (const { object, ports } of own) {
      ports.forEach((port, index) => {
        const target = containerPortOf(port, pod);
        if (target === undefined) return;
        const protocol = protocolOf(port) ?? 'no protocol';
        const other = byTarget.get(target);
        if (other === undefined) {
          byTarget.set(target, { protocol, construct: object.construct });
        } else if (other.protocol !== protocol && port.transport === 'TCP' && other.protocol !== 'udp') {
          report.must(KINDS.servicesConflict, object, `spec.ports[${index}]`, `give port ${target} of ${pod.object.construct} the protocol that ${other.construct} gives it (${other.protocol})`, protocol,
            'a port of a pod has one protocol: rename the ports alike');
        }
      });
    }
  }
  for (const { object, type, ports } of chart.services.values()) {
    if (chart.context.foreignNamespaces.has(object.namespace) && !chart.context.protectedNamespaces.has(object.namespace)) continue;
    ports.forEach((port, index) => {
      if (protocolOf(port) === undefined) report.must(KINDS.portName, object, `spec.ports[${index}].name`, 'start with a protocol, such as http-', port.name === '' ? undefined : port.name, 'rename it, or give appProtocol');
      else if (type === 'ExternalName' && port.name === 'tcp') report.must(KINDS.portName, object, `spec.ports[${index}].name`, 'not be tcp alone with ExternalName', port.name, 'rename it to tcp-x');
    });
  }
};
