import { checkAwsRules } from './steps/aws-rules';
import { synthesize } from './synthesis';
void checkAwsRules(synthesize({ root: process.cwd() })).then((all) => console.log(all.filter(({ name, result }) => result !== 'ok' || name.includes('random'))));
