export * from './cidr';
export * from './host-pattern';
export * from './port';
export * from './protocol';
export * from './token';
