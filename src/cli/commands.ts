import { Command, Option } from './command';

/** Options of every command. */
export const COMMON: Readonly<Record<string, Option>> = {
  json: { type: 'boolean', about: 'output for machines; problems too, on standard output' },
  help: { type: 'boolean', short: 'h', about: 'this text' },
};

const strict: Option = { type: 'boolean', about: 'exit 1 when a finding of severity warning is not accepted' };
const cells = { args: 'CELL…', argsAbout: 'definition files, or folders that hold some' };

/** The commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'init',
    summary: 'write a commented definition; asks on a terminal for what no option gives',
    options: {
      'output': { type: 'string', short: 'o', value: 'FILE', about: 'file to write; default <name>.yaml' },
      'name': { type: 'string', value: 'NAME', about: 'name of the cell' },
      'region': { type: 'string', value: 'REGION', about: 'Cloud Foundry region of the BTP subaccount, such as eu10-004' },
      'platform': { type: 'string', value: 'PLATFORM', about: 'Kubernetes platform: aks, eks, gke, openshift, rke2 or other' },
      'node-cidr': { type: 'string', value: 'CIDR', multiple: true, about: 'addresses of the nodes' },
      'pod-cidr': { type: 'string', value: 'CIDR', multiple: true, about: 'addresses of the pods' },
      'api-server': { type: 'string', value: 'CIDR', multiple: true, about: 'addresses of the API server; needed before you enforce' },
      'default-host': { type: 'string', value: 'HOST', about: 'default virtual host' },
      'api-host': { type: 'string', value: 'HOST', about: 'API virtual host; must differ' },
      'firewall': { type: 'string', value: 'CLOUD', about: 'firewall that gets the rules: none, azure, aws or gcp' },
      'firewall-policy-id': { type: 'string', value: 'ID', about: 'id of the existing firewall policy, with --firewall azure' },
      'firewall-region': { type: 'string', value: 'REGION', about: 'region of the firewall, with --firewall aws or gcp' },
      'firewall-project': { type: 'string', value: 'PROJECT', about: 'project of the network, with --firewall gcp' },
      'firewall-network': { type: 'string', value: 'NETWORK', about: 'VPC network as projects/…/global/networks/…, with --firewall gcp' },
      'force': { type: 'boolean', about: 'overwrite the file' },
    },
    examples: [
      'eic init',
      'eic init -o cells/mannheim.yaml --name plant-mannheim --region eu10-004 --platform aks --node-cidr 10.10.0.0/22 \\\n'
        + '      --pod-cidr 10.244.0.0/16 --default-host eic.acme.example --api-host eic-api.acme.example',
    ],
    load: async () => import('./commands/init'),
  },
  {
    name: 'plan',
    summary: 'show the flows of cells with reasons, evidence and findings',
    ...cells,
    options: {
      format: {
        type: 'string',
        value: 'FORMAT',
        choices: ['table', 'json', 'csv', 'markdown'],
        about: 'table (default), json (plan.json), csv (a line for each flow and host) or markdown (for reviews)',
      },
      target: { type: 'string', value: 'KEY', about: 'the rules of one target instead: cluster, or a key of firewall' },
      addresses: { type: 'boolean', about: 'the addresses from which the cells leave instead, for partners who allow them' },
      strict,
    },
    examples: ['eic plan cells/mannheim.yaml', 'eic plan cells/ --format csv > proxy-rules.csv', 'eic plan cells/mannheim.yaml --target hub', 'eic plan cells/ --addresses'],
    load: async () => import('./commands/plan'),
  },
  {
    name: 'synth',
    summary: 'write manifests, Terraform stacks and plan.json',
    ...cells,
    options: {
      output: { type: 'string', short: 'o', value: 'DIR', about: 'folder to write to; default out' },
      strict,
    },
    examples: ['eic synth cells/mannheim.yaml -o out', 'eic synth cells/ --strict'],
    load: async () => import('./commands/synth'),
  },
  {
    name: 'verify',
    summary: 'prove what will be applied against the definition, layer by layer',
    ...cells,
    options: {
      directory: { type: 'string', short: 'd', value: 'DIR', multiple: true, about: 'what eic synth wrote, or exports: kubectl get -o yaml, terraform show -json' },
      sarif: { type: 'string', value: 'FILE', about: 'also write the problems as SARIF 2.1.0, for code review' },
      strict: { type: 'boolean', about: 'exit 1 also when a residual risk is not accepted' },
    },
    examples: ['eic verify cells/mannheim.yaml -d out', 'eic verify cells/mannheim.yaml -d cluster-export.yaml -d plan.json --sarif eic.sarif'],
    load: async () => import('./commands/verify'),
  },
  {
    name: 'explain',
    summary: 'say what each layer does with one connection, and which rule decides',
    args: 'CELL',
    argsAbout: 'a definition file',
    options: {
      'from': { type: 'string', value: 'COMPONENT', about: 'a component such as worker, namespace/component, or nodes' },
      'to': { type: 'string', value: 'HOST:PORT', about: 'where it goes; an address instead of a host is dialled as it is' },
      'protocol': { type: 'string', value: 'PROTOCOL', choices: ['tls', 'http', 'tcp', 'udp', 'quic'], about: 'what is spoken; default that of the flow, else tls to a host and tcp to an address' },
      'server-name': { type: 'string', value: 'HOST', about: 'server name or Host header, where it is not the host' },
      'address': { type: 'string', value: 'ADDRESS', about: 'address that is dialled, where it is not that of the host' },
      'directory': { type: 'string', short: 'd', value: 'DIR', multiple: true, about: 'what is applied; default: what eic synth would write' },
    },
    examples: ['eic explain cells/mannheim.yaml --from worker --to s4.corp.example:44300', 'eic explain cells/mannheim.yaml --from worker --to 169.254.169.254:80 -d out'],
    load: async () => import('./commands/explain'),
  },
  {
    name: 'diff',
    summary: 'show what a change opens and closes',
    args: 'OLD NEW',
    argsAbout: 'two definitions, two folders or exports, or a definition and what is applied',
    options: {
      'cell': { type: 'string', value: 'FILE', about: 'of two folders also compare verdicts, by the questions of this definition' },
      'exit-code': { type: 'boolean', about: 'exit 1 when there is a difference' },
    },
    examples: ['eic diff old/mannheim.yaml cells/mannheim.yaml', 'eic diff cells/mannheim.yaml cluster-export.yaml --json'],
    load: async () => import('./commands/diff'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of the definition, for editors',
    options: {},
    examples: ['eic schema > edge-integration-cell.schema.json'],
    load: async () => import('./commands/schema'),
  },
];
