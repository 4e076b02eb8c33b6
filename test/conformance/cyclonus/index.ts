import { join } from 'node:path';
import { goProgram, type GoProgram } from '../go-program';

export type { CellData } from './cell';
export { comparisonsOf, type Comparison, type WrittenCell } from './compare';
export { GATEWAY_MUTANTS } from './gateway-mutants';
export { MUTANTS, type Mutant, type Policy } from './mutants';
export { ask } from './oracle';
export type { Plan } from './plan';
export { isVersion6, POLICY_WORLDS, questionsOfWorld, worldForCyclonus, type PolicyWorld, type WorldQuestion } from './random-policies';

/** cyclonus as a library behind a program that answers questions, built from the Go modules that `oracle/go.mod` names. */
export const cyclonus = (): Promise<GoProgram> => goProgram(join(__dirname, 'oracle'));
