import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel } from '../host-names';
import { Data, textsOf } from '../manifest';

/** Combinations that istiod refuses (istio/istio: pkg/config/validation/validation.go, validateExportTo). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioExportTo, must: 'be named once', wayOut: 'remove it; . is the namespace of the object',
    broken: ({ exportTo }, { namespace }) => {
      const seen = new Set<string>();
      return textsOf(exportTo).flatMap((text, index): Place[] => {
        const name = text === '.' ? namespace : text;
        const isSeen = seen.has(name);
        seen.add(name);
        return placeIf(isSeen, `spec.exportTo[${index}]`, text);
      });
    },
  },
  {
    kind: KINDS.istioExportTo, must: 'be ".", "*" or a namespace', wayOut: 'correct it',
    broken: ({ exportTo }, { kind }) => textsOf(exportTo).flatMap((text, index) =>
      placeIf(text !== '.' && text !== '*' && !isDnsLabel(text) && !(text === '~' && kind === 'ServiceEntry'), `spec.exportTo[${index}]`, text)),
  },
  ...['*', '~'].map((word): Rule<Data> => ({
    kind: KINDS.istioExportTo, must: `stand alone where it holds "${word}"`, wayOut: word === '*' ? 'leave out the others: * is everybody' : 'leave it out: ~ is nobody',
    broken: ({ exportTo }) => placeIf(textsOf(exportTo).includes(word) && textsOf(exportTo).length > 1, 'spec.exportTo', textsOf(exportTo).join(', ')),
  })),
  {
    kind: KINDS.istioExportTo, must: 'be the own namespace alone beside workloadSelector', wayOut: 'use exportTo: ["."]',
    broken: ({ exportTo, workloadSelector }, { kind, namespace }) => placeIf(
      kind === 'DestinationRule' && workloadSelector !== undefined && textsOf(exportTo).some((text) => text !== '.' && text !== namespace), 'spec.exportTo', textsOf(exportTo).join(', ')),
  },
];

/** `exportTo` of entries, routes and rules. */
export const exportTo: Check = (chart, report) => {
  for (const kind of ['ServiceEntry', 'VirtualService', 'DestinationRule']) {
    for (const object of chart.of('networking.istio.io', kind)) applyRules(RULES, object.spec, object, report);
  }
};
