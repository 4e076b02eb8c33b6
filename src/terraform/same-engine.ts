import { Construct } from 'constructs';
import { KINDS, Problem, problemOf } from '../errors';
import { TerraformResource, TerraformStack } from './engine';

/** What jsii writes on every class of the engines: the only thing in which cdktf and cdktn tell their objects apart. */
const JSII: unique symbol = Symbol.for('jsii.rtti');

const NOT_JSII = { fqn: '', version: '' };

interface JsiiClass { readonly [JSII]: { readonly fqn: string; readonly version: string } }

/**
 * Why a construct of ours cannot live in a scope: there is no stack, or the stack or the resource class of the provider belongs to another
 * engine (`EIC903`). `TerraformStack.isStack` and `of` cannot tell: cdktf and cdktn mark their stacks alike.
 */
export function checkEngine(scope: Construct, resource: unknown): readonly Problem[] {
  const stack = stackOf(scope);
  if (stack === undefined) {
    return [problemOf(KINDS.badProp, 'scope', 'must be in a TerraformStack, got: a construct without one above it')];
  }
  const ours = engineOf(TerraformStack, 'TerraformStack');
  const others = [
    ...(stack instanceof TerraformStack ? [] : [{ what: 'the stack', engine: engineOf(stack.constructor, 'TerraformStack') }]),
    ...(isSubclass(resource, TerraformResource) ? [] : [{ what: 'the provider', engine: engineOf(resource, 'TerraformResource') }]),
  ].filter(({ engine }) => engine !== ours);
  return others.map(({ what, engine = 'another engine' }) => problemOf(KINDS.twoEngines, 'scope',
    `must be in a stack of ${ours}, which edge-integration-cell loads, but ${what} is of ${engine}; install one engine only, by one of the recipes of the README`));
}

/** The nearest stack, of whatever engine. */
function stackOf(scope: Construct): Construct | undefined {
  return [...scope.node.scopes].reverse().find((above) => above instanceof TerraformStack || engineOf(above.constructor, 'TerraformStack') !== undefined);
}

/** Name and version of the engine that a class comes from, such as `cdktf 0.21.0`. */
function engineOf(type: unknown, base: string): string | undefined {
  for (let known: unknown = type; typeof known === 'function'; known = Object.getPrototypeOf(known)) {
    const { fqn, version } = Object.hasOwn(known, JSII) ? (known as unknown as JsiiClass)[JSII] : NOT_JSII;
    if (fqn.startsWith('cdkt') && fqn.endsWith(`.${base}`)) return `${fqn.slice(0, -base.length - 1)} ${version}`;
  }
  return undefined;
}

function isSubclass(type: unknown, base: typeof TerraformResource): boolean {
  return typeof type === 'function' && type.prototype instanceof base;
}
