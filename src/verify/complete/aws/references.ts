import { AwsFirewall, lackIn } from './groups';
import { Lack, Wanted } from '../wanted';

const REFERENCE = /(?<![\w.-])(aws_[a-z0-9_]+\.[A-Za-z_][\w-]*)\s*[.[]/g;
/** Text in quotes within an expression names nothing. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Every resource that a stack with groups of ours refers to is in it: Terraform refuses a reference to what is not declared, and then applies nothing. */
export function references(_: Wanted, { config: { resources } }: AwsFirewall): Lack[] {
  const there = new Set(resources.map(({ address }) => address.replace(/\[[^\]]*\]$/, '')));
  return resources.flatMap(({ file, address, values }) => {
    const missing = new Set(textsIn(values).flatMap((text) => [...text.matchAll(/(?<!\$)\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, expression]) => expression!.replace(QUOTED, '""')))
      .flatMap((expression) => [...expression.matchAll(REFERENCE)].map(([, name]) => name!)).filter((name) => !there.has(name)));
    return [...missing].map((name) => lackIn(file, 'refer to what is declared', `${name} in ${address}`));
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('${') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
