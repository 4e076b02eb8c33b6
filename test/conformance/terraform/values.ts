import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';

/** A value as Terraform sends it: MessagePack or JSON, never both. */
export interface WireValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** A value that is only known after apply. Refinements are kept as they came. */
export class Unknown {
  constructor(readonly refinement?: Uint8Array) {}
}

export type Fields = Readonly<Record<string, unknown>>;

export const UNKNOWN = new Unknown();

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

export const isKnown = (value: unknown): boolean => !isAbsent(value) && !isUnknown(value);

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !isUnknown(value) ? (value as Fields) : {};

export const containsUnknown = (value: unknown): boolean =>
  isUnknown(value) || (typeof value === 'object' && value !== null && Object.values(value).some(containsUnknown));

const PLAIN_UNKNOWN = 0;
const REFINED_UNKNOWN = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: PLAIN_UNKNOWN,
  encode: (value) => (isUnknown(value) && !value.refinement ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({
  type: REFINED_UNKNOWN,
  encode: (value) => (isUnknown(value) && value.refinement ? value.refinement : null),
  decode: (bytes) => new Unknown(Uint8Array.from(bytes)),
});

export const toWire = (value: unknown): WireValue => ({ msgpack: Buffer.from(encode(value, { extensionCodec })) });

export function fromWire(wire: WireValue | null | undefined): unknown {
  if (wire?.msgpack?.length) return decode(wire.msgpack, { extensionCodec });
  if (wire?.json?.length) return JSON.parse(Buffer.from(wire.json).toString('utf8')) as unknown;
  return null;
}
