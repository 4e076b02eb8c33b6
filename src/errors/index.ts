export * from './catalogue';
export * from './collector';
export * from './problem';
export * from './show';
export * from './validation-error';
