import type { GcpSharedProps } from './shared-props';
import { child } from '../cell/spec';
import { GcpRuleOptions } from '../compile/gcp';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, oneOf, Problems } from '../errors';
import { isToken } from '../net';

type Given = Readonly<Record<string, unknown>>;

/** What is wrong with the properties themselves: callers may be JavaScript, and tokens have no value yet. */
export class PropCheck {
  private readonly props: Given;

  public constructor(props: object, private readonly id: string, public readonly problems: Problems = new Problems()) {
    this.props = props as Given;
  }

  public refuse(name: string, rule: string, wayOut?: string): void {
    this.problems.must(KINDS.badProp, child(this.id, name), rule, this.props[name], wayOut);
  }

  public text(name: string, what: string, isNeeded = true): void {
    const value = this.props[name];
    if (value === undefined && !isNeeded) return;
    if (typeof value !== 'string' || value === '') this.refuse(name, `be ${what}`);
  }

  public texts(name: string, what: string): void {
    const value = this.props[name];
    if (value === undefined) return;
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string' && entry !== '')) this.refuse(name, `be a list of ${what}`);
  }

  public word(name: string, words: readonly string[]): void {
    const value = this.props[name];
    if (value !== undefined && !(words as readonly unknown[]).includes(value)) this.refuse(name, `be ${oneOf(words)}`);
  }

  public number(name: string, least: number, most: number): void {
    const value = this.props[name];
    if (value === undefined) return;
    if (isToken(value)) this.refuse(name, 'be a literal number, not a token', 'it is checked when the construct is made');
    else if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) this.refuse(name, `be a whole number from ${least} to ${most}`);
  }

  public boolean(name: string): void {
    if (this.props[name] !== undefined && typeof this.props[name] !== 'boolean') this.refuse(name, 'be true or false');
  }

  /** A struct with these fields: text, or a list of texts. */
  public struct(name: string, texts: readonly string[], lists: readonly string[]): void {
    const value = this.props[name];
    if (value === undefined) return;
    if (typeof value !== 'object' || value === null) {this.refuse(name, 'be an object');} else {
      const inner = new PropCheck(value, child(this.id, name), this.problems);
      for (const field of texts) inner.text(field, 'text');
      for (const field of lists) inner.texts(field, 'texts');
    }
  }
}

/** Checks what both constructs take. */
export function checkShared(props: GcpSharedProps, id: string, denies: readonly string[]): PropCheck {
  const check = new PropCheck(props, id);
  if (!EdgeIntegrationCell.isEdgeIntegrationCell(props.cell)) check.refuse('cell', 'be an EdgeIntegrationCell');
  check.text('project', 'the id of a project');
  check.text('region', 'a region');
  check.text('firewallPolicy', 'the name of a network firewall policy', false);
  check.text('responsePolicy', 'the name of a DNS response policy', false);
  check.texts('targetServiceAccounts', 'service accounts');
  check.texts('targetSecureTags', 'secure tag values');
  check.number('priorityBase', 0, Number.MAX_SAFE_INTEGER);
  check.word('wildcards', ['refuse', 'urlFiltering', 'secureWebProxy']);
  check.word('googleApis', ['public', 'privateVip']);
  check.word('defaultDeny', denies);
  check.boolean('platformEgress');
  check.struct('urlFiltering', ['organization'], ['zones']);
  if (typeof props.urlFiltering === 'object' && !Array.isArray(props.urlFiltering?.zones)) check.refuse('urlFiltering', 'have zones');
  check.struct('secureWebProxy', ['subnetwork', 'address'], ['certificateUrls']);
  return check;
}

/** The properties with their defaults. */
export function sharedOptions(props: GcpSharedProps, id: string, more: Pick<GcpRuleOptions, 'ownNetwork' | 'defaultDeny'>): GcpRuleOptions {
  const { region, targetServiceAccounts = [], targetSecureTags = [], priorityBase = 10000, wildcards = 'refuse', urlFiltering, secureWebProxy, googleApis = 'public', platformEgress = false } = props;
  return {
    target: id, region, targets: { serviceAccounts: targetServiceAccounts, secureTags: targetSecureTags }, priorityBase, wildcards, googleApis, platformEgress, ...more,
    ...(urlFiltering === undefined ? {} : { urlFiltering }),
    ...(secureWebProxy === undefined ? {} : { secureWebProxy }),
  };
}
