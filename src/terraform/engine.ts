/** The only file that imports the Terraform engine: `cdktf`, or `cdktn` by the recipe of the README. */
export { App, Fn, type ITerraformDependable, TerraformOutput, TerraformResource, TerraformStack, Token } from 'cdktf';
