// A process of its own that asks and judges the questions of one cell, and prints how long that took and how long loading the process, in milliseconds.
// Loading is from when it was started (the third argument, milliseconds since 1970) until all code that the cell needs is there.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [definitionFile, folder, started] = process.argv.slice(2);

const { EdgeIntegrationCell } = require('../../lib/index.js');
const { readOutput } = require('../../lib/verify/index.js');
const { layersOf } = require('../../lib/verify/layers/index.js');
const { Judge } = require('../../lib/verify/outcome.js');
const { questionsOf } = require('../../lib/verify/probes/question-set.js');
require('../../lib/verify/azure/index.js'); // the evaluator that this cell needs
const loaded = performance.timeOrigin + performance.now() - Number(started);
const { definition, plan } = EdgeIntegrationCell.fromFile(definitionFile);
const output = readOutput([folder]);
const asked = performance.now();
const questions = questionsOf(definition, plan);
const layers = layersOf(definition, questions, output, questions.callers);
const judge = new Judge(definition, plan, questions.sights, layers);
const results = questions.probes.map((probe) => judge.judge(probe));
console.log(JSON.stringify({ probes: results.length, loaded, judged: performance.now() - asked }));
