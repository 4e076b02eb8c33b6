import { RootConstruct } from 'constructs';
import { otherEngine, secondCopy } from './engines';
import { TerraformResource, TerraformStack } from '../../src/terraform/engine';
import { checkEngine } from '../../src/terraform/same-engine';

class Resource extends TerraformResource {}
const engines = [expect.stringContaining('cdktf 0.21.0'), expect.stringContaining('cdktn 0.24.0')];

it('takes a stack of our engine, a construct in it, and a subclass of a stack', () => {
  class Mine extends TerraformStack {}
  const stack = new Mine(new RootConstruct(), 's');
  expect(checkEngine(stack, Resource)).toEqual([]);
  expect(checkEngine(new Resource(stack, 'r', { terraformResourceType: 'x' }), Resource)).toEqual([]);
});

it('takes a second copy of our engine, which works', () => {
  const copy = secondCopy();
  expect(copy.TerraformStack).not.toBe(TerraformStack);
  expect(checkEngine(new copy.TerraformStack(new RootConstruct(), 's'), Resource)).toEqual([]);
});

it('refuses the stack of the other engine, which passes isStack', () => {
  const stack = new (otherEngine().TerraformStack)(new RootConstruct(), 's');
  expect(TerraformStack.isStack(stack)).toBe(true);
  const problems = checkEngine(stack, Resource);
  expect(problems).toEqual([expect.objectContaining({ code: 'EIC903', path: 'scope', message: expect.stringContaining('the stack is of') })]);
  for (const engine of engines) expect(problems[0]!.message).toEqual(engine);
});

it('refuses a provider that runs on the other engine', () => {
  const { TerraformResource: Foreign } = otherEngine();
  class ForeignResource extends Foreign {}
  const problems = checkEngine(new TerraformStack(new RootConstruct(), 's'), ForeignResource);
  expect(problems).toEqual([expect.objectContaining({ code: 'EIC903', path: 'scope', message: expect.stringContaining('the provider is of') })]);
});

it.each([['a class without engine', class {}], ['no class', undefined]])('refuses %s as the provider\'s', (_, resource) => {
  expect(checkEngine(new TerraformStack(new RootConstruct(), 's'), resource)).toEqual([
    expect.objectContaining({ code: 'EIC903', message: expect.stringContaining('the provider is of another engine') }),
  ]);
});

it('refuses a scope outside of every stack', () => {
  expect(checkEngine(new RootConstruct(), Resource)).toEqual([expect.objectContaining({ code: 'EIC408', path: 'scope', message: expect.stringContaining('TerraformStack') })]);
});
