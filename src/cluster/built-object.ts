import { ApiObject, App, Chart } from 'cdk8s';
import type * as Plus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { metadataOf, ObjectProps } from './objects';

/** Loaded on first use only: it costs as much as the rest of a cell. */
function plus(): typeof Plus {
  return require('cdk8s-plus-28') as typeof Plus;
}

/**
 * One object that cdk8s-plus-28 builds and a plain `ApiObject` holds: objects of cdk8s-plus-28 drop patches of fields that they do not know.
 */
export class BuiltObject extends ApiObject {
  /** @param build makes one object; its metadata is replaced by ours */
  public constructor(scope: Construct, id: string, props: ObjectProps, build: (library: typeof Plus, chart: Chart) => void) {
    const chart = new Chart(new App(), 'built', { disableResourceNameHashes: true });
    build(plus(), chart);
    const [built, ...others] = chart.toJson() as { readonly apiVersion: string; readonly kind: string; readonly metadata: object }[];
    if (built === undefined || others.length > 0) throw new Error(`${id} is one object, not ${others.length + 1}`);
    super(scope, id, { ...built, metadata: metadataOf(props) });
  }
}
