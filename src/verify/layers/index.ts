import { Definition } from '../../cell';
import { Layer } from '../layer';
import { QuestionSet } from '../probes/question-set';
import { ReadOutput } from '../read';
import { firewallsOf } from './firewalls';

/** All layers of what was read, in the order in which a connection from a pod meets them. */
export function layersOf(definition: Definition, questions: Omit<QuestionSet, 'probes'>, output: ReadOutput): readonly Layer[] {
  return [
    ...firewallsOf(output.terraform, definition, questions.book),
  ];
}
