import { child } from '../cell/spec';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, oneOf, Problem, Problems } from '../errors';
import { isToken } from '../net';

/** What is wrong with properties by themselves: callers may be JavaScript, and what is checked now cannot be a token. */
export class PropChecks {
  private readonly problems = new Problems();

  public constructor(private readonly props: Readonly<Record<string, unknown>>, private readonly id: string) {}

  public get all(): readonly Problem[] {
    return this.problems.all;
  }

  public cell(name: string): void {
    if (!EdgeIntegrationCell.isEdgeIntegrationCell(this.props[name])) this.refuse(name, 'be an EdgeIntegrationCell');
  }

  public word(name: string, ...words: readonly string[]): void {
    const value = this.props[name];
    if (value !== undefined && !words.includes(value as string)) this.refuse(name, `be ${oneOf(words)}`);
  }

  public truth(...names: readonly string[]): void {
    for (const name of names) {
      const value = this.props[name];
      if (value !== undefined && typeof value !== 'boolean') this.refuse(name, 'be true or false');
    }
  }

  /** A literal whole number, since it is checked now. */
  public integer(name: string, first: number, last: number): void {
    const value = this.props[name];
    if (value === undefined) return;
    if (isToken(value)) this.refuse(name, 'be a literal number, not a token', 'it is checked when the construct is made');
    else if (typeof value !== 'number' || !Number.isInteger(value) || value < first || value > last) this.refuse(name, `be a whole number from ${first} to ${last}`);
  }

  /** A literal text, since rules are made of it. */
  public literal(name: string, grammar: RegExp, rule: string): void {
    const value = this.props[name];
    if (isToken(value)) this.refuse(name, 'be a literal, not a token', 'it is needed when the construct is made');
    else if (typeof value !== 'string' || !grammar.test(value)) this.refuse(name, rule);
  }

  public texts(name: string, grammar: RegExp, rule: string): void {
    const value = this.props[name];
    if (value === undefined) return;
    if (!Array.isArray(value)) this.refuse(name, 'be a list');
    else for (const text of value as unknown[]) if (typeof text !== 'string' || !grammar.test(text)) this.problems.must(KINDS.badProp, child(this.id, name), rule, text);
  }

  private refuse(name: string, rule: string, wayOut?: string): void {
    this.problems.must(KINDS.badProp, child(this.id, name), rule, this.props[name], wayOut);
  }
}

/** Stateful default actions of a policy. */
export const DEFAULT_ACTION = /^aws:(drop|alert)_(strict|established(_app_layer(_to_server)?)?)$/;
/** A Region, such as `eu-central-1`. */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
