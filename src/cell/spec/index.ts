export * from './collections';
export * from './scalars';
export * from './spec';
