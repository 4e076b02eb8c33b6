import { KINDS } from '../../../errors';
import { Check } from '../check';
import { selectorText } from '../label-index';
import { ChartObject, labelsOf, mapOf, mapsOf, numberOf, textOf, textsOf } from '../manifest';
import { isTlsProtocol } from '../protocols';

/** Two TLS servers for one host on the same pods and port (IST0145): the filter chain of one is left out. */
export const gatewaysOfHosts: Check = (chart, report) => {
  const first = new Map<string, ChartObject>();
  for (const object of chart.of('networking.istio.io', 'Gateway')) {
    mapsOf(object.spec.servers).forEach(({ port, hosts }, index) => {
      const { number, protocol } = mapOf(port);
      if (!isTlsProtocol(textOf(protocol))) return;
      textsOf(hosts).forEach((text, place) => {
        const host = text.slice(text.indexOf('/') + 1).toLowerCase();
        const key = `${selectorText(labelsOf(object.spec.selector))} ${numberOf(number)} ${host}`;
        const other = first.get(key);
        if (other === undefined) first.set(key, object);
        else report.must(KINDS.gatewayConflict, object, `spec.servers[${index}].hosts[${place}]`, `be served once on port ${numberOf(number)}, and ${other.construct} serves it`, text, 'remove it from one of the two');
      });
    });
  }
};
