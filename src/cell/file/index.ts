export * from './definition-file';
export * from './find-files';
export { decodeText, LARGEST, readBytes } from './read-text';
