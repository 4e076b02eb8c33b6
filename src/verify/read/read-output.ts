import { findOutputFiles, OutputFile } from './find-output-files';
import { parseJson } from './json-text';
import { KubernetesObjects } from './kubernetes-objects';
import { NotUnderstood, ReadOutput } from './objects';
import { readTerraform } from './terraform';
import { TerraformConfigs } from './terraform-configs';
import { readYaml } from './yaml-text';
import { decodeText, readBytes } from '../../cell/file';
import { compareProblems, compareText, KINDS, Problem, problemOf } from '../../errors';

const MIB = 1024 * 1024;
const LARGEST_JSON = 256 * MIB;
const LARGEST_YAML = 32 * MIB;
const HCL = /\.(?:tf|tofu)$/i;
const SHOW = 'verify the output of `terraform show -json`, of a plan or of the state';

/**
 * Reads files and folders of what is applied: manifests, `kubectl get -o yaml` and `-o json`, Terraform configurations in JSON, `terraform show -json`
 * and states. Never throws; what is broken is in `problems`, what could decide and was not understood in `notUnderstood`.
 */
export function readOutput(paths: readonly string[]): ReadOutput {
  const { files, problems } = findOutputFiles(paths);
  const objects = new KubernetesObjects();
  const terraform = new TerraformConfigs();
  const found = [...problems];
  for (const file of files) found.push(...readFile(file, objects, terraform).map((problem) => ({ line: 1, column: 1, ...problem, file: file.path })));
  const configs = terraform.result();
  return {
    objects: objects.objects,
    terraform: configs,
    notUnderstood: [...objects.notUnderstood, ...terraform.notUnderstood].sort(compareNotUnderstood),
    problems: [...found, ...objects.problems, ...terraform.problems].sort(compareProblems),
  };
}

function compareNotUnderstood(a: NotUnderstood, b: NotUnderstood): number {
  return compareText(a.file, b.file) || compareText(a.object, b.object) || compareText(a.message, b.message);
}

function readFile(file: OutputFile, objects: KubernetesObjects, terraform: TerraformConfigs): readonly Problem[] {
  if (HCL.test(file.path)) return [problemOf(KINDS.notJson, '', `must be JSON, got: a configuration in HCL; ${SHOW}`)];
  const bytes = readBytes(file.path, LARGEST_JSON, (got) => tooLarge('JSON', LARGEST_JSON, got));
  if (!Buffer.isBuffer(bytes)) return [bytes];
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return [problemOf(KINDS.notJson, '', `must be JSON, got: a binary plan, or an archive; ${SHOW}`)];
  const text = decodeText(bytes);
  if (typeof text !== 'string') return [text];
  try {
    return /^\s*[{[]/.test(text) && !/\.ya?ml$/i.test(file.path) ? readJson(text, file, objects, terraform) : readManifests(text, file, objects);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [problemOf(KINDS.badSyntax, '', 'must not be nested as deeply')];
  }
}

function readManifests(text: string, { path }: OutputFile, objects: KubernetesObjects): readonly Problem[] {
  if (text.length > LARGEST_YAML) return [tooLarge('YAML', LARGEST_YAML, `${text.length}`)];
  if (/\.(?:json|tfstate)$/i.test(path)) return [problemOf(KINDS.badSyntax, '', 'must be JSON, got: text that begins with neither { nor [')];
  const problems: Problem[] = [];
  for (const document of readYaml(text)) {
    problems.push(...document.problems);
    // Templates leave documents behind that hold comments only.
    if (document.problems.length === 0 && document.data !== null) objects.add(document.data, path, document.line);
  }
  return problems;
}

function readJson(text: string, file: OutputFile, objects: KubernetesObjects, terraform: TerraformConfigs): readonly Problem[] {
  const { data, problems } = parseJson(text);
  if (problems.length > 0) return problems;
  if (isObject(data)) {
    objects.add(data, file.path);
    return [];
  }
  const document = readTerraform(data, file.path);
  if (document === undefined) {
    return [problemOf(KINDS.notTerraform, '', `must be a Kubernetes object or list, or Terraform in JSON of a version that is known, got: ${describe(data)}; ${SHOW}`)];
  }
  terraform.add(file, document);
  return [];
}

function isObject(data: unknown): boolean {
  return typeof data === 'object' && data !== null && typeof (data as { kind?: unknown }).kind === 'string' && typeof (data as { apiVersion?: unknown }).apiVersion === 'string';
}

function describe(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  const keys = Object.entries(data as object).slice(0, 6).map(([key, value]) => (/version$/.test(key) ? `${key} ${JSON.stringify(value)}` : key));
  return keys.length === 0 ? 'an empty map' : `a map of ${keys.join(', ').slice(0, 200)}`;
}

function tooLarge(format: string, most: number, got: string): Problem {
  const wayOut = format === 'YAML' ? 'export it as JSON (-o json), or fewer kinds' : 'export fewer kinds, or one namespace a file';
  return problemOf(KINDS.exportTooLarge, '', `must have at most ${most / MIB} MiB as ${format}, got: ${got} bytes; ${wayOut}`);
}
