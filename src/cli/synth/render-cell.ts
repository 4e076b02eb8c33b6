import type { EdgeIntegrationCellProps } from '../../cell/props';
import { renderManifests } from '../../cluster/render-manifests';
import { planText } from '../../compile/plan-document';
import { isAzure } from '../../compile/targets';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { ValidationError } from '../../errors';
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
    for (const [key, { azure, provider, backend }] of Object.entries(firewall)) {
      const rules = azure?.rules;
      if (rules === undefined) continue;
      // The Terraform engine and the provider are there only where a cell asks for them.
      const { azureStack } = await import('../../azure/target');
      const own = compiled[key];
      const text = azureStack(model, { key, rules, provider, ...(backend === undefined ? {} : { backend }) }, isAzure(own) ? own : undefined);
      files.push({ path: `terraform/${key}/cdk.tf.json`, text });
    }
    return [...files, { path: 'plan.json', text: planText(document) }];
  } catch (error) {
    if (ValidationError.isValidationError(error)) throw new ValidationError(cell.file, cell.located(error.problems));
    throw error;
  }
}
