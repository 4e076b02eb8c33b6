export * from './outputs';
export * from './plans';
export * from './verdicts';
