import { Io } from './io';

/** Exit codes, a contract: all well; valid but something is wrong; not understood, or not a valid definition. */
export const EXIT = { ok: 0, problems: 1, invalid: 2 } as const;

/** An option of a command. */
export interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** Word for the value in the help, such as `DIR`.
   * @default - takes no value */
  readonly value?: string;
  /** May it be given several times, or with several values separated by commas?
   * @default false */
  readonly multiple?: boolean;
  /** The only values it takes.
   * @default - any text */
  readonly choices?: readonly string[];
  readonly about: string;
}

/** A command of `eic`; its code is loaded when it runs. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Arguments as the help writes them, such as `CELL…`; none: the command takes no arguments. */
  readonly args?: string;
  /** What the arguments are. */
  readonly argsAbout?: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  readonly load: () => Promise<{ run(call: Call): Promise<number> }>;
}

/** One use of a command. */
export class Call {
  public constructor(
    public readonly args: readonly string[],
    private readonly values: ReadonlyMap<string, readonly string[]>,
    public readonly io: Io,
  ) {}

  /** Was the option given? */
  public has(option: string): boolean {
    return this.values.has(option);
  }

  /** The value of an option, the last one if it was given several times. */
  public text(option: string): string | undefined {
    return this.values.get(option)?.at(-1);
  }

  /** All values of an option that may be given several times. */
  public texts(option: string): readonly string[] {
    return this.values.get(option) ?? [];
  }
}
