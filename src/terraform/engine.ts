/** The only file that imports the Terraform engine: `cdktf`, or `cdktn` by the recipe of the README. */
export { App, TerraformOutput, TerraformResource, TerraformStack, Token } from 'cdktf';
