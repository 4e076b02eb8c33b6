const TYPE = 'EdgeIntegrationCell';

/** What the library warns of while this process renders, each text once; kept from the terminal, unlike other warnings. */
export function collectLibraryWarnings(): ReadonlySet<string> {
  const found = new Set<string>();
  const printing = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === TYPE) found.add(warning.message);
    else printing.forEach((print) => print.call(process, warning));
  });
  return found;
}

/** The same in what a program of the library printed. */
export const libraryWarningsIn = (output: string): string[] => output.split('\n').filter((line) => line.includes(`${TYPE}: EIC`));
