// A process of its own that asks and judges the questions of one cell, and prints how long that took and how long loading everything, in milliseconds.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [definitionFile, folder] = process.argv.slice(2);
const milliseconds = (since) => Number(process.hrtime.bigint() - since) / 1e6;

const started = process.hrtime.bigint();
const { EdgeIntegrationCell } = require('../../lib/index.js');
const { readOutput } = require('../../lib/verify/index.js');
const { layersOf } = require('../../lib/verify/layers/index.js');
const { Judge } = require('../../lib/verify/outcome.js');
const { questionsOf } = require('../../lib/verify/probes/question-set.js');
const loaded = milliseconds(started) + performance.nodeTiming.bootstrapComplete;
const { definition, plan } = EdgeIntegrationCell.fromFile(definitionFile);
const output = readOutput([folder]);
const asked = process.hrtime.bigint();
const questions = questionsOf(definition, plan);
const layers = layersOf(definition, questions, output, questions.callers);
const judge = new Judge(definition, plan, questions.sights, layers);
const results = questions.probes.map((probe) => judge.judge(probe));
console.log(JSON.stringify({ probes: results.length, loaded, judged: milliseconds(asked) }));
