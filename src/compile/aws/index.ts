export { compileAwsTarget } from './target';
