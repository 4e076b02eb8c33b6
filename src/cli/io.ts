import type { Colors } from 'picocolors/types';

/** Where text goes; `process.stdout` is one. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  /** Width of the terminal in characters.
   * @default - no terminal */
  readonly columns?: number;
};

/** What a command knows of its surroundings; `process` is one. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Colours for a stream; none where it is no terminal or `NO_COLOR` is set. */
export async function coloursFor(stream: Output, { NO_COLOR, TERM }: Io['env']): Promise<Colors> {
  const { createColors } = (await import('picocolors')).default;
  return createColors(stream.isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb');
}
