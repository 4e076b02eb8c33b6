export { compileAws, type AwsPlatform } from './compile-aws';
export * from './rules';
export { compileAwsTarget } from './target';
