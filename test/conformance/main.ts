import { resolve } from 'node:path';
import { checkOf, failed, lineOf, summaryOf, type Check } from './check';
import { startEngines } from './engines';
import { collectLibraryWarnings } from './library-warnings';
import { checkApiServer } from './steps/api-server';
import { checkAwsRules } from './steps/aws-rules';
import { checkAwsStacks } from './steps/aws-stacks';
import { checkAzureStacks } from './steps/azure-stacks';
import { checkExampleProjects } from './steps/example-projects';
import { checkExamples } from './steps/examples';
import { checkFaults } from './steps/faults';
import { checkGcpStacks } from './steps/gcp-stacks';
import { checkNetworkPolicies } from './steps/network-policies';
import { checkNetworkPolicyEvaluator } from './steps/network-policy-evaluator';
import { checkProbe } from './steps/probe';
import { checkSniProxy } from './steps/sni-proxy';
import { checkSuricataEvaluator } from './steps/suricata-evaluator';
import { synthesize } from './synthesis';
import { writtenExamples, writtenMatrix, writtenProbes } from './written';

/** `main.ts [PROJECT]`; the lines are described in README.md. */
async function main(root: string): Promise<number> {
  const engines = await startEngines();
  try {
    const guarded = (name: string, step: Promise<Check[]>): Promise<Check[]> =>
      step.catch((error: unknown) => [failed(name, error instanceof Error ? error.stack ?? error.message : String(error))]);
    const synthesis = synthesize({ root });
    const examples = synthesis.then(writtenExamples);
    const others = [
      guarded('example projects', checkExampleProjects(root, engines)),
      guarded('gcp stacks', checkGcpStacks(engines)),
      guarded('examples', checkExamples(synthesis, engines)),
      guarded('aws-stacks', checkAwsStacks(engines)),
      guarded('self-test', checkFaults(engines)),
    ];
    // The served provider knows one subscription at a time, and these stacks have another one.
    const terraform = [...others, Promise.all(others).then(async () => guarded('azure stacks', checkAzureStacks(engines)))];
    const warnings = collectLibraryWarnings();
    // This process answers Terraform and the probe: what would keep it from doing so waits.
    const probe = guarded('probe', Promise.all(terraform).then(checkProbe));
    const matrix = probe.then(() => [...writtenMatrix(), ...writtenProbes()]);
    for (const one of [examples, matrix]) one.catch(() => undefined); // reported by the steps that use it
    const steps = [
      Promise.resolve(engines.missing),
      ...terraform,
      guarded('sni-proxy', checkSniProxy()),
      guarded('suricata-evaluator', checkSuricataEvaluator()),
      guarded('aws-rules', checkAwsRules(synthesis)),
      probe,
      guarded('matrix', matrix.then((cells) => [checkOf(`matrix (${cells.length} cells): no warning of the library about what it wrote itself`, [...warnings])])),
      guarded('cyclonus', checkNetworkPolicies(examples, matrix)),
      guarded('network-policy-evaluator', checkNetworkPolicyEvaluator()),
      guarded('kube-apiserver', checkApiServer(examples, matrix)),
    ];
    const checks: Check[] = [];
    for (const step of steps) {
      for (const check of await step) {
        checks.push(check);
        console.log(lineOf(check));
      }
    }
    console.log(summaryOf(checks));
    return checks.some(({ result }) => result === 'failed') ? 1 : 0;
  } finally {
    engines.providers?.close();
  }
}

// What was started and written is removed when the process exits, and only then.
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]] as const) {
  process.once(signal, () => process.exit(128 + number));
}

process.setMaxListeners(0); // each program that runs has one, to end with this process

main(resolve(process.argv[2] ?? resolve(__dirname, '../..'))).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
