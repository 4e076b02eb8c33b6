export * from './collections';
export * from './refuse';
export * from './scalars';
export * from './spec';
