/** The result of one check. */
export interface Check {
  readonly name: string;
  readonly result: 'ok' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

export const ok = (name: string): Check => ({ name, result: 'ok' });
export const failed = (name: string, reason: string): Check => ({ name, result: 'failed', reason });
export const skipped = (name: string, reason: string): Check => ({ name, result: 'skipped', reason });

/** `ok` without reasons, else failed with all of them. */
export const checkOf = (name: string, reasons: readonly string[]): Check =>
  reasons.length === 0 ? ok(name) : failed(name, reasons.join('; '));

const MAX_OUTPUT = 1500;

/** Without colours, frames and empty lines. */
const onOneLine = (text: string): string =>
  text.replace(/\x1b\[[0-9;]*m/g, '').split('\n').map((line) => line.replace(/^[│╷╵\s]+/, '').trim()).filter(Boolean).join(' | ');

/** The end of a program's output, on one line. */
export function tail(output: string): string {
  const text = onOneLine(output);
  return text.length > MAX_OUTPUT ? `…${text.slice(-MAX_OUTPUT)}` : text;
}

export function lineOf({ name, result, reason = '' }: Check): string {
  switch (result) {
    case 'ok': return `ok ${name}`;
    case 'failed': return `not ok ${name}: ${onOneLine(reason)}`;
    case 'skipped': return `skipped: ${name}: ${reason}`;
  }
}

export function summaryOf(checks: readonly Check[]): string {
  const count = (result: Check['result']): number => checks.filter((check) => check.result === result).length;
  const skips = count('skipped');
  return `${count('ok')} passed, ${count('failed')} failed${skips > 0 ? `, ${skips} skipped` : ''}`;
}
