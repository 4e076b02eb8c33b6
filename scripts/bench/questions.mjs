// A process of its own that verifies one cell and prints how long loading it took and how long questions and answers, in milliseconds.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [definition, folder] = process.argv.slice(2);
const milliseconds = (since) => Number(process.hrtime.bigint() - since) / 1e6;

const started = process.hrtime.bigint();
const { EdgeIntegrationCell } = require('../../lib/index.js');
const { readOutput, verify } = require('../../lib/verify/index.js');
const loaded = milliseconds(started) + performance.nodeTiming.bootstrapComplete;
const cell = EdgeIntegrationCell.fromFile(definition);
const output = readOutput([folder]);
const asked = process.hrtime.bigint();
const { summary } = verify(cell, output);
console.log(JSON.stringify({ probes: summary.probes, loaded, judged: milliseconds(asked) }));
