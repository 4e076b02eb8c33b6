import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { KINDS, Problem, problemOf } from '../../errors';

/** A definition has at most 1 MiB, checked before parsing. */
export const LARGEST = 1024 * 1024;

/** The text of a definition file, or what is wrong with the file as such. */
export function readText(file: string): string | Problem {
  let bytes: Buffer;
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      if (size > LARGEST) return tooLarge(`${size}`);
      bytes = readAtMost(descriptor, LARGEST + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return problemOf(KINDS.notReadable, '', `must be readable: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  return bytes.length > LARGEST ? tooLarge('more') : decode(bytes);
}

/** Devices and pipes do not say how much they hold. */
function readAtMost(descriptor: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let length = 0;
  for (let read = -1; read !== 0 && length < most; length += read) read = readSync(descriptor, bytes, length, most - length, null);
  return bytes.subarray(0, length);
}

function tooLarge(got: string): Problem {
  return problemOf(KINDS.tooLarge, '', `must have at most ${LARGEST} bytes, got: ${got}; split it into several cells`);
}

function decode(bytes: Buffer): string | Problem {
  const encoding = (found: string) => problemOf(KINDS.badEncoding, '', `must be UTF-8 without byte order mark, got: ${found}; save it as UTF-8`);
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark === 'efbbbf') return encoding('a byte order mark');
  if (mark.startsWith('fffe') || mark.startsWith('feff')) return encoding('UTF-16');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? encoding('NUL characters, as UTF-16 or binary files have them') : text;
  } catch {
    return encoding('bytes that are not UTF-8');
  }
}
