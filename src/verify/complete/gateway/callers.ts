import { fieldsOf, listOf, textsOf } from '../../data';
import { ReadObject } from '../../read';
import { SERVER_NAME } from '../server-name';
import { Lack, lack, missing, sameLabels, Wanted } from '../wanted';

/**
 * In the namespace of the egress gateway nothing is allowed but by name: who, and at the gateway for which port and server name. What a policy leaves out it
 * allows to everybody, though sidecars in front of it may stop them.
 */
export function callers(wanted: Wanted): Lack[] {
  const { namespace } = wanted.definition.egress.gateway;
  const policies = wanted.objects('AuthorizationPolicy', namespace);
  if (policies.length === 0) return [];
  const gateways = wanted.objects('Gateway', namespace).map(({ value }) => labelsOf(fieldsOf(value.spec).selector));
  const pods = [...gateways, ...wanted.objects('Deployment', namespace).map(({ value }) => labelsOf(fieldsOf(fieldsOf(value.spec).selector).matchLabels))];
  const isNothing = ({ value }: ReadObject) => Object.keys(fieldsOf(value.spec)).length === 0;
  return [
    ...(policies.some(isNothing) ? [] : [missing(`AuthorizationPolicy that allows nothing in ${namespace}`)]),
    ...policies.filter((policy) => !isNothing(policy)).flatMap((policy) => narrow(policy, pods, gateways)),
  ];
}

function narrow(policy: ReadObject, pods: readonly Labels[], gateways: readonly Labels[]): Lack[] {
  const { selector, action, rules } = fieldsOf(policy.value.spec);
  const labels = fieldsOf(selector).matchLabels;
  const isOf = (all: readonly Labels[]) => all.some((one) => Object.keys(one).length > 0 && sameLabels(labels, one));
  const given = listOf(rules).map(fieldsOf);
  return [
    ...(action === 'ALLOW' ? [] : [lack(policy, 'spec.action', 'be ALLOW', action)]),
    ...(isOf(pods) ? [] : [lack(policy, 'spec.selector', 'be for the pods of the gateway or of its proxy', selector)]),
    ...(given.length > 0 ? [] : [lack(policy, 'spec.rules', 'say who is allowed', rules)]),
    ...given.flatMap((rule, index) => {
      const at = `spec.rules[${index}]`;
      return [
        ...(isEach(rule.from, 'source', ['principals', 'namespaces']) ? [] : [lack(policy, `${at}.from`, 'name accounts or namespaces', rule.from)]),
        ...(!isOf(gateways) || isEach(rule.to, 'operation', ['ports']) ? [] : [lack(policy, `${at}.to`, 'name the port of the gateway', rule.to)]),
        ...(!isOf(gateways) || namesServer(rule.when) ? [] : [lack(policy, `${at}.when`, 'name the server name', rule.when)]),
      ];
    }),
  ];
}

type Labels = Readonly<Record<string, string>>;

function labelsOf(value: unknown): Labels {
  return fieldsOf(value) as Labels;
}

/** Is there a part, and has each one of the fields? */
function isEach(parts: unknown, kind: 'source' | 'operation', fields: readonly string[]): boolean {
  const given = listOf(parts).map((part) => fieldsOf(fieldsOf(part)[kind]));
  return given.length > 0 && given.every((part) => fields.some((field) => textsOf(part[field]).length > 0));
}

function namesServer(conditions: unknown): boolean {
  return listOf(conditions).map(fieldsOf).some(({ key, values }) => key === SERVER_NAME && textsOf(values).length > 0);
}
