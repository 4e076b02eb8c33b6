import manifest from '../../package.json';
import { missingPeers, TerraformCloud } from '../../src/terraform/peers';

/** Finds everything but some modules. */
const without = (...missing: string[]) => (module: string): string => {
  if (missing.some((name) => module === name || module.startsWith(`${name}/`))) throw new Error(`Cannot find module '${module}'`);
  return module;
};

it.each(['azure', 'aws', 'gcp'] as const)('finds what is installed here for %s', (cloud) => {
  expect(missingPeers(cloud)).toBeUndefined();
});

it.each<[string, TerraformCloud, string[], string[], string]>([
  ['all of them', 'azure', ['cdktf', '@cdktf/provider-azurerm', 'constructs'], ['cdktf', '@cdktf/provider-azurerm', 'constructs'],
    'npm install cdktf@0.21.0 @cdktf/provider-azurerm@14.23.1 constructs@^10.7'],
  ['engine and provider', 'azure', ['cdktf', '@cdktf/provider-azurerm'], ['cdktf', '@cdktf/provider-azurerm'], 'npm install cdktf@0.21.0 @cdktf/provider-azurerm@14.23.1'],
  ['the provider of the cloud', 'azure', ['@cdktf/provider-azurerm'], ['@cdktf/provider-azurerm'], 'npm install @cdktf/provider-azurerm@14.23.1'],
  ['another provider', 'aws', ['@cdktf/provider-aws'], ['@cdktf/provider-aws'], 'npm install @cdktf/provider-aws@21.22.1'],
  ['the third provider', 'gcp', ['@cdktf/provider-google'], ['@cdktf/provider-google'], 'npm install @cdktf/provider-google@16.12.1'],
  ['the engine', 'gcp', ['cdktf'], ['cdktf'], 'npm install cdktf@0.21.0'],
])('names what is missing: %s', (_, cloud, missing, packages, command) => {
  expect(missingPeers(cloud, without(...missing))).toEqual({ packages, command });
});

it('does not ask for the provider of another cloud', () => {
  expect(missingPeers('azure', without('@cdktf/provider-aws', '@cdktf/provider-google'))).toBeUndefined();
});

it('installs the versions that are tested', () => {
  const tested: Readonly<Record<string, string>> = manifest.devDependencies;
  for (const cloud of ['azure', 'aws', 'gcp'] as const) {
    const { command } = missingPeers(cloud, without('cdktf', '@cdktf', 'constructs'))!;
    const [engine, provider, constructs] = command.replace('npm install ', '').split(' ');
    for (const text of [engine!, provider!]) expect(tested[text.slice(0, text.lastIndexOf('@'))]).toBe(text.slice(text.lastIndexOf('@') + 1));
    expect(constructs).toBe(`constructs@^${tested.constructs!.replace(/^~|\.0$/g, '')}`);
  }
});
