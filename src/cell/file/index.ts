export * from './definition-file';
export * from './find-files';
export { LARGEST } from './read-text';
