import { OutputFile, stemOf } from './find-output-files';
import { NotUnderstood, TerraformConfig, TerraformResource } from './objects';
import { TerraformDocument, whyOtherVersion } from './terraform';
import { compareText, KINDS, Problem, problemOf } from '../../errors';

interface Found {
  readonly file: OutputFile;
  readonly document: TerraformDocument;
}

/** Gathers what files say of Terraform: files of configuration in one folder are one, a plan or state stands alone. */
export class TerraformConfigs {
  public readonly notUnderstood: NotUnderstood[] = [];
  public readonly problems: Problem[] = [];
  private readonly found: Found[] = [];

  public add(file: OutputFile, document: TerraformDocument): void {
    this.found.push({ file, document });
    this.notUnderstood.push(...document.notUnderstood);
    for (const [provider, version] of Object.entries(document.providers)) {
      const message = whyOtherVersion(provider, version);
      if (message !== undefined) this.notUnderstood.push({ file: file.path, object: '', message });
    }
  }

  /** By key, in the order of keys. */
  public result(): Record<string, TerraformConfig> {
    const configs = new Map<string, Found[]>();
    const sizes = new Map<string, number>();
    for (const { file } of this.found) sizes.set(folderKey(file), (sizes.get(folderKey(file)) ?? 0) + 1);
    for (const found of this.found) {
      const key = keyOf(found, sizes);
      configs.set(key, [...configs.get(key) ?? [], found]);
    }
    return Object.fromEntries([...configs].sort(([a], [b]) => compareText(a, b)).map(([key, parts]) => [key, this.merged(parts)]));
  }

  private merged(parts: readonly Found[]): TerraformConfig {
    const resources = new Map<string, TerraformResource>();
    for (const resource of parts.flatMap(({ document }) => document.resources)) {
      const first = resources.get(resource.address);
      if (first === undefined) {
        resources.set(resource.address, resource);
      } else {
        const message = `must be given once: ${resource.address} stands in ${first.file} already; remove one of the two`;
        this.problems.push({ ...problemOf(KINDS.resourceTwice, '', message), file: resource.file, line: 1, column: 1 });
      }
    }
    return { resources: [...resources.values()], providers: Object.assign({}, ...parts.map(({ document }) => document.providers)) as Record<string, string> };
  }
}

function keyOf({ file, document }: Found, sizes: ReadonlyMap<string, number>): string {
  const folder = folderKey(file);
  return document.kind === 'configuration' || sizes.get(folder) === 1 ? folder : `${folder}/${stemOf(file.path)}`;
}

/** `hub` of `…/terraform/hub`, else the path of the folder; of a file that was named, its own name or that of the folder around it. */
function folderKey({ path, folder, isNamed }: OutputFile): string {
  const target = /(?:^|[\\/])terraform[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(path)?.[1];
  if (target !== undefined) return target;
  return isNamed ? stemOf(path) : folder === '' ? '.' : folder;
}
