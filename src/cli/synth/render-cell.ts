import type { EdgeIntegrationCellProps } from '../../cell/props';
import { renderManifests } from '../../cluster/render-manifests';
import { planText } from '../../compile/plan-document';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { ValidationError } from '../../errors';
import type { TargetToRender } from '../../terraform/target-to-render';
import { PlannedCell } from '../planned-cell';
import { OutputFile } from './output-folder';

/**
 * Every file of a cell.
 * @throws ValidationError with what a target cannot express, at its place in the definition
 */
export async function renderCell({ cell, compiled, document }: PlannedCell): Promise<OutputFile[]> {
  const { data, definition, plan, firewall } = cell;
  try {
    const model = new EdgeIntegrationCell(data as EdgeIntegrationCellProps, { definition, plan, firewall, problems: [] });
    const files = renderManifests(model).map(({ file, text }): OutputFile => ({ path: `manifests/${file}`, text }));
    for (const [key, settings] of Object.entries(firewall)) {
      const text = await stackText(model, { key, settings, compiled: compiled[key]! });
      if (text !== undefined) files.push({ path: `terraform/${key}/cdk.tf.json`, text });
    }
    return [...files, { path: 'plan.json', text: planText(document) }];
  } catch (error) {
    if (ValidationError.isValidationError(error)) throw new ValidationError(cell.file, cell.located(error.problems));
    throw error;
  }
}

/** The Terraform engine and a provider are there only where a cell asks for them. */
async function stackText(cell: EdgeIntegrationCell, target: TargetToRender): Promise<string | undefined> {
  const { settings } = target;
  if (settings.azure !== undefined) return (await import('../../azure/target')).azureStack(cell, target);
  if (settings.aws !== undefined) return (await import('../../aws/target')).awsStack(cell, target);
  return (await import('../../gcp/target')).gcpStack(cell, target);
}
