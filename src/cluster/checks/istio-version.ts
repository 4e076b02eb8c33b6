import { Check, Place } from './check';
import { Data, isMap, listOf, mapsOf, textOf } from './manifest';
import { GATEWAY_API_LEVELS, ISTIO_FEATURES, IstioFeature, isOlderIstio } from '../../catalog';
import { KINDS } from '../../errors';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Fields, values and kinds that the cell's Istio does not know. */
export const istioVersion: Check = (chart, report) => {
  const { istioVersion: version } = chart.context;
  for (const feature of ISTIO_FEATURES.filter(({ since }) => isOlderIstio(version, since))) {
    for (const object of chart.of(feature.group, feature.kind)) {
      for (const { path, got } of uses(object.data, feature)) {
        report.must(KINDS.newerIstio, object, path, `not be used with Istio ${version}: it is there from ${feature.since} on`, got, `raise cluster.istioVersion to ${feature.since}, or leave it out`);
      }
    }
  }
  const ofIstio = new Set(chart.of(GATEWAY_API, 'Gateway').filter(({ spec }) => textOf(spec.gatewayClassName).startsWith('istio')).map(({ namespace, name }) => `${namespace}/${name}`));
  for (const { kind, version: level, since } of GATEWAY_API_LEVELS.filter((one) => isOlderIstio(version, one.since))) {
    for (const object of chart.of(GATEWAY_API, kind).filter((route) => route.version === level)) {
      const isRead = mapsOf(object.spec.parentRefs).some(({ name, namespace }) => ofIstio.has(`${textOf(namespace) || object.namespace}/${textOf(name)}`));
      if (isRead) report.must(KINDS.newerIstio, object, 'apiVersion', `not be ${kind} ${level} with Istio ${version}, which reads it from ${since} on`, object.data.apiVersion, `raise cluster.istioVersion to ${since}, or use an older version of the kind`);
    }
  }
};

function uses(data: Data, { path, value, kind }: IstioFeature): Place[] {
  if (path === undefined) return [{ path: 'kind', got: kind }];
  const found = walk(data, path.split(/(?=\[\]|\{\})|\./), '');
  return found.filter(({ got }) => value === undefined || (typeof value === 'string' ? got === value : typeof got === 'string' && value.test(got)));
}

/** Values at a path such as `spec.rules[].from`; what is not there is passed over. */
function walk(value: unknown, [step, ...rest]: readonly string[], path: string): Place[] {
  if (step === undefined) return value === undefined ? [] : [{ path, got: value }];
  if (step === '[]') return listOf(value).flatMap((entry, index) => walk(entry, rest, `${path}[${index}]`));
  if (!isMap(value)) return [];
  if (step === '{}') return Object.entries(value).flatMap(([key, entry]) => walk(entry, rest, `${path}[${JSON.stringify(key)}]`));
  return Object.hasOwn(value, step) ? walk(value[step], rest, path === '' ? step : `${path}.${step}`) : [];
}
