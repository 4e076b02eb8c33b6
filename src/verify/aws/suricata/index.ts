export * from './compiled-rule';
export * from './engine';
export * from './lists';
export * from './packet';
export * from './rule';
