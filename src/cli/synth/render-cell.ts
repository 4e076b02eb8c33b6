import { renderManifests } from '../../cluster/render-manifests';
import { PlanDocument, planText } from '../../compile/plan-document';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import type { EdgeIntegrationCellProps } from '../../cell/props';
import { ValidationError } from '../../errors';
import { CellFile } from '../cells';
import { OutputFile } from './output-folder';
import { stackText } from './stack-text';

/**
 * Every file of a cell.
 * @throws ValidationError with what a target cannot express, at its place in the definition
 */
export async function renderCell(cell: CellFile, document: PlanDocument): Promise<OutputFile[]> {
  try {
    const model = new EdgeIntegrationCell(cell.data as EdgeIntegrationCellProps, { definition: cell.definition, plan: cell.plan, firewall: cell.firewall, problems: [] });
    const manifests = renderManifests(model).map(({ file, text }) => ({ path: `manifests/${file}`, text }));
    const stacks: OutputFile[] = [];
    for (const [key, target] of Object.entries(cell.firewall)) {
      const text = await stackText(model, key, target);
      if (text !== undefined) stacks.push({ path: `terraform/${key}/cdk.tf.json`, text });
    }
    return [...manifests, ...stacks, { path: 'plan.json', text: planText(document) }];
  } catch (error) {
    if (ValidationError.isValidationError(error)) throw new ValidationError(cell.file, cell.located(error.problems));
    throw error;
  }
}
