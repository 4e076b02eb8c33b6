import { compareText } from '../../../errors';
import { FirewallTarget, FirewallTargets } from '../../../read-cell';
import { Layer } from '../../layer';
import { FirewallLayer, firewallLayers } from '../../layers/firewall-layer';
import { ReadOutput, TerraformConfig, TerraformResource } from '../../read';
import { TerraformValues } from '../../rules';
import { networkOf } from '../../wider/own-objects';
import { Lack } from '../wanted';

/** An AWS Network Firewall of the files that has rule groups of ours, or is to have some. */
export interface AwsFirewall {
  readonly layer: FirewallLayer;
  readonly config: TerraformConfig;
  readonly values: TerraformValues;
  /** What the definition says of the target.
   * @default - the files are those of a stack of one's own */
  readonly target?: FirewallTarget;
  /** Its part for AWS.
   * @default - without `target` */
  readonly asked?: NonNullable<FirewallTarget['aws']>;
  /** Groups of ours with the flows of the cell. */
  readonly rules: readonly TerraformResource[];
  /** Groups of ours with what the platform needs. */
  readonly platform: readonly TerraformResource[];
}

const GROUP = 'aws_networkfirewall_rule_group';

/** Firewalls with groups of ours, which are told by their names as objects are by their labels; rules that others wrote are judged by questions alone. */
export function awsFirewalls(cell: string, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets): readonly AwsFirewall[] {
  return firewallLayers(layers, 'aws-network-firewall').filter(isUnderstood).flatMap((layer) => {
    const config = output.terraform[layer.target]!;
    const values = new TerraformValues(config);
    const named = (part: string) => values.ofType(GROUP).filter((group) => new RegExp(`^eic-${cell}-${part}-\\d+$`).test(values.text(group.values.name) ?? ''));
    const target = targets[layer.target];
    const asked = target?.aws;
    const [rules, platform] = [named('rules'), named('platform')];
    return asked === undefined && rules.length + platform.length === 0 ? [] : [{ layer, config, values, rules, platform, ...(asked === undefined ? {} : { target, asked }) }];
  });
}

/** Nothing is known of rules for another version of the provider; that is said where the layer is asked. */
function isUnderstood({ evaluator }: FirewallLayer): boolean {
  return 'ofGroup' in evaluator;
}

/** Networks in canonical form and order, each once; what is none stays as it is. */
export function networks(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => String(networkOf(text) ?? text)))].sort(compareText);
}

/** Something of a stack that is not as it was asked for. */
export function lackIn(file: string, rule: string, got: string): Lack {
  return { file, rule, got, wayOut: 'apply the stack as eic synth or the program writes it, or change the definition to what is wanted' };
}
