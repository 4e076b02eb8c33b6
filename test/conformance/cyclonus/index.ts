import { join } from 'node:path';
import { goProgram, type GoProgram } from '../go-program';

export type { CellData } from './cell';
export { comparisonsOf, type Comparison, type WrittenCell } from './compare';
export { GATEWAY_MUTANTS } from './gateway-mutants';
export { MUTANTS, type Mutant, type Policy } from './mutants';
export type { Plan } from './plan';

/** cyclonus as a library behind a program that answers questions, built from the Go modules that `oracle/go.mod` names. */
export const cyclonus = (): Promise<GoProgram> => goProgram(join(__dirname, 'oracle'));
