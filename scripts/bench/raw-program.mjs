// The program a person would write without this library: parses the same YAML, builds the same objects with raw cdk8s and cdktf, writes the same bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Files below a folder, as relative paths; bookkeeping of `eic` left out. */
export function filesBelow(folder, base = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? filesBelow(path, base) : [relative(base, path)];
  }).sort();
}

const camel = (key) => key.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** Terraform's names to those of the bindings. */
function bindingProps(value) {
  if (Array.isArray(value)) return value.map(bindingProps);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [camel(key), bindingProps(entry)]));
}

/** The program text, with the values that `eic synth` wrote into `folder` as literals. */
export function rawProgram(folder) {
  const files = filesBelow(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const manifests = files.filter(({ file }) => file.endsWith('.yaml')).map(({ file, text }) => ({ file, objects: parseAllDocuments(text).map((document) => document.toJS()) }));
  const [stack] = files.filter(({ file }) => file.endsWith('cdk.tf.json'));
  const json = JSON.parse(stack.text);
  const [[name, group]] = Object.entries(json.resource.azurerm_firewall_policy_rule_collection_group);
  const plan = files.find(({ file }) => file.endsWith('plan.json'));
  return `'use strict';
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { parse } = require('yaml');
const { ApiObject, App, Chart, Yaml } = require('cdk8s');
const { TerraformStack } = require('cdktf');
const { RootConstruct } = require('constructs');
const { FirewallPolicyRuleCollectionGroup } = require('@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group');
const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');

const definition = parse(readFileSync(process.argv[2], 'utf8'));
if (definition.kind !== 'EdgeIntegrationCell') throw new Error('no cell');
const write = (file, text) => {
  const path = join(process.argv[3], file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

const chart = new Chart(new App(), definition.name, { disableResourceNameHashes: true });
const manifests = ${JSON.stringify(manifests)};
for (const { file, objects } of manifests) {
  objects.forEach((object, index) => new ApiObject(chart, file + index, object));
}
const rendered = chart.toJson();
let taken = 0;
for (const { file, objects } of manifests) {
  write(file, Yaml.stringify(...rendered.slice(taken, taken + objects.length)));
  taken += objects.length;
}

const stack = new TerraformStack(new RootConstruct(), ${JSON.stringify('hub')});
new AzurermProvider(stack, 'azurerm', ${JSON.stringify(bindingProps(json.provider.azurerm[0]))});
new FirewallPolicyRuleCollectionGroup(stack, ${JSON.stringify(name)}, ${JSON.stringify(bindingProps(group))});
${Object.entries(json.terraform.backend ?? {}).map(([type, config]) => `stack.addOverride('terraform.backend.${type}', ${JSON.stringify(config)});`).join('\n')}
const plain = (value, depth) => {
  if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).filter((key) => key !== '//' || depth > 3).sort();
  return Object.fromEntries(keys.map((key) => [key, plain(value[key], depth + 1)]));
};
write(${JSON.stringify(stack.file)}, JSON.stringify(plain(stack.toTerraform(), 0), undefined, 2) + '\\n');
write(${JSON.stringify(plan.file)}, JSON.stringify(${JSON.stringify(JSON.parse(plan.text))}, undefined, 2) + '\\n');
`;
}
