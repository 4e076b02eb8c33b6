import { Mutation } from './mutations';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { Problem } from '../../../src/errors';
import { FirewallTargets } from '../../../src/read-cell';
import { differences } from '../../../src/verify/differences';
import { Layer } from '../../../src/verify/layer';
import { layersOf } from '../../../src/verify/layers';
import { Judge } from '../../../src/verify/outcome';
import { Probe } from '../../../src/verify/probes/probe';
import { QuestionSet, questionsOf } from '../../../src/verify/probes/question-set';
import { ReadOutput } from '../../../src/verify/read';
import { ProbeResult } from '../../../src/verify/verification';

/** Asks what `eic verify` asks, but stops at the first thing it would report and that it does not report of the original. */
export class Notice {
  private readonly questions: QuestionSet;
  private readonly before: ReadonlyMap<string, ProbeResult>;
  private readonly wider: ReadonlySet<string>;

  /** @param targets the definition's `firewall` */
  public constructor(private readonly cell: EdgeIntegrationCell, private readonly original: ReadOutput, private readonly targets: FirewallTargets = {}) {
    this.questions = questionsOf(cell.definition, cell.plan);
    const layers = this.layers(original);
    const judge = this.judge(layers);
    this.before = new Map(this.questions.probes.map((probe) => [probe.id, judge.judge(probe)]));
    this.wider = new Set(this.compared(original, layers).map(({ message }) => message));
  }

  public get wrong(): readonly ProbeResult[] {
    return [...this.before.values()].filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  }

  /** What is reported of the original besides questions; warnings left out. */
  public get problems(): readonly string[] {
    return this.compared(this.original, this.layers(this.original)).filter(({ severity }) => severity === 'error').map(({ message }) => message);
  }

  /** What is reported of the mutation; undefined: it survives. */
  public of({ output, object }: Mutation): string | undefined {
    const layers = this.layers(output);
    const wider = this.compared(output, layers).find(({ message }) => !this.wider.has(message));
    if (wider !== undefined) return wider.message;
    const judge = this.judge(layers);
    for (const probe of this.ordered(object)) {
      const { outcome } = judge.judge(probe);
      if (outcome !== this.before.get(probe.id)!.outcome) return `${probe.id}: ${outcome}`;
    }
    return undefined;
  }

  /** Questions that the object decided before come first. */
  private *ordered(object: string): Iterable<Probe> {
    const isDecidedBy = ({ id }: Probe) => this.before.get(id)!.layers.some(({ rule }) => rule?.object === object);
    for (const probe of this.questions.probes) if (isDecidedBy(probe)) yield probe;
    for (const probe of this.questions.probes) if (!isDecidedBy(probe)) yield probe;
  }

  private compared(output: ReadOutput, layers: readonly Layer[]): readonly Problem[] {
    return differences(this.cell, output, layers, this.targets);
  }

  private layers(output: ReadOutput): readonly Layer[] {
    return layersOf(this.cell.definition, this.questions, output, this.questions.callers, this.targets);
  }

  private judge(layers: readonly Layer[]): Judge {
    return new Judge(this.cell.definition, this.cell.plan, this.questions.sights, layers);
  }
}
