export * from './objects';
export { readOutput } from './read-output';
