export { compileGcp } from './compile-gcp';
export * from './options';
export * from './rules';
export { compileGcpTarget, natOutput } from './target';
