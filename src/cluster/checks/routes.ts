import { Data, isMap, mapOf, mapsOf, numberOf, textOf, textsOf } from './manifest';

/** Where a VirtualService sends something. */
export interface Destination {
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  readonly path: string;
  /** Gateways of the route, `mesh` among them: those of its matches, else of the VirtualService. */
  readonly gateways: readonly string[];
}

/** Gateways of a VirtualService; `mesh` where it names none. */
export function gatewaysOf({ gateways }: Data): readonly string[] {
  const named = textsOf(gateways);
  return named.length === 0 ? ['mesh'] : named;
}

/** Every destination of a VirtualService: routes and mirrors. */
export function destinationsOf(spec: Data): Destination[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((section) => mapsOf(spec[section]).flatMap((route, index) => {
    const path = `spec.${section}[${index}]`;
    const matched = mapsOf(route.match).map(({ gateways }) => textsOf(gateways));
    const gateways = matched.length === 0 || matched.some((names) => names.length === 0) ? gatewaysOf(spec) : [...new Set(matched.flat())];
    const targets: [string, unknown][] = [
      ...mapsOf(route.route).map(({ destination }, place): [string, unknown] => [`${path}.route[${place}].destination`, destination]),
      ...(isMap(route.mirror) ? [[`${path}.mirror`, route.mirror] satisfies [string, unknown]] : []),
      ...mapsOf(route.mirrors).map(({ destination }, place): [string, unknown] => [`${path}.mirrors[${place}].destination`, destination]),
    ];
    return targets.map(([at, target]): Destination => {
      const destination = mapOf(target);
      return { host: textOf(destination.host).toLowerCase(), subset: textOf(destination.subset), port: numberOf(mapOf(destination.port).number), path: at, gateways };
    });
  }));
}

/** `ns/name` of a Gateway that a VirtualService names; undefined of `mesh`. The old form is `name.ns.svc.…`. */
export function gatewayKey(name: string, namespace: string): string | undefined {
  if (name === 'mesh') return undefined;
  if (name.includes('/')) return name;
  const [first, second] = name.split('.');
  return `${second ?? namespace}/${first}`;
}
