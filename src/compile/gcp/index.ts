export { compileGcpTarget } from './target';
