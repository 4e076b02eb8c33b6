export * from './codes';
export * from './mesh';
export * from './types';
