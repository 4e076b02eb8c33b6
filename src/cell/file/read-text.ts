import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { KINDS, Problem, problemOf } from '../../errors';

/** A definition has at most 1 MiB, checked before parsing. */
export const LARGEST = 1024 * 1024;

/** The text of a definition file, or what is wrong with the file as such. */
export function readText(file: string): string | Problem {
  const bytes = readBytes(file, LARGEST, tooLarge);
  return Buffer.isBuffer(bytes) ? decodeText(bytes) : bytes;
}

/** The bytes of a file that may have so many, or what is wrong with it; `refuse` is given how many it has. */
export function readBytes(file: string, most: number, refuse: (got: string) => Problem): Buffer | Problem {
  let bytes: Buffer;
  try {
    const descriptor = openSync(file, 'r');
    try {
      const stat = fstatSync(descriptor);
      if (stat.size > most) return refuse(`${stat.size}`);
      // One more than it says, so that a file that grows meanwhile is noticed.
      bytes = readAtMost(descriptor, (stat.isFile() && stat.size > 0 ? stat.size : most) + 1);
      if (stat.isFile() && stat.size > 0 && bytes.length > stat.size) return problemOf(KINDS.notReadable, '', 'must not change while it is read; try again');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return problemOf(KINDS.notReadable, '', `must be readable: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  return bytes.length > most ? refuse('more') : bytes;
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

/** The text of bytes in UTF-8, or what else they are. */
export function decodeText(bytes: Buffer): string | Problem {
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
