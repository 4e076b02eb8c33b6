import { renderManifests } from '../../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { ReadOutput, readOutput } from '../../../src/verify/read';
import { fileWith } from '../../cli/eic';
import { newFolder } from '../../support/folders';

/** The manifests of a cell, read back as `eic verify` reads them. */
export function renderedCell(cell: EdgeIntegrationCell): ReadOutput {
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  return readOutput([folder]);
}
