export const isPort = (port: unknown): port is number => typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535;

/** A port's name: at most 15 characters, with a letter, hyphens only between others. */
export const isPortName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 15 && /[a-z]/.test(name) && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
