import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KINDS, oneOf, problemOf, ValidationError } from '../errors';

/** The object of a kind and key (`<namespace>/<name>`, `<name>` where it belongs to the cluster) below a construct, or `EIC407` with the keys there are. */
export function findObject(scope: Construct, subject: string, kind: string, key: string): ApiObject {
  const ofKind = scope.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node) && node.kind === kind);
  const found = ofKind.find((object) => keyOf(object) === key);
  if (found !== undefined) return found;
  const keys = ofKind.map(keyOf);
  throw new ValidationError(subject, [{
    ...problemOf(KINDS.unknownObject, '', `must name a ${kind} that is there, got: "${key}"; ${keys.length === 0 ? `there is no ${kind}` : `there are ${oneOf(keys)}`}`), construct: scope.node.path,
  }]);
}

function keyOf({ metadata: { namespace, name } }: ApiObject): string {
  return namespace === undefined ? String(name) : `${namespace}/${name}`;
}
